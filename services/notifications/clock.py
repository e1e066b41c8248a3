"""The system's clock: the only scheduler. It delivers, reminds, reads mail, cleans up, and rings the other services."""

import signal
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from types import FrameType

import structlog
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy.exc import SQLAlchemyError

from services.notifications.actions.collect_digests import collect_digests
from services.notifications.actions.housekeeping import clean_up
from services.notifications.actions.invite_near import invite_near
from services.notifications.actions.read_mailbox import MailboxReader
from services.notifications.actions.remind import remind
from services.notifications.actions.remind_assignments import remind_assignments
from services.notifications.actions.ring_owners import ring_owners
from services.notifications.app import create_app
from services.notifications.courier import Courier, courier_of, step_back
from services.notifications.transports.imap import address_of
from shared import clock
from shared.errors import Refusal
from shared.settings import Settings
from shared.web.current import Service, make
from shared.web.observability import set_up_logging

DELIVER_EVERY = timedelta(seconds=5)
REMIND_EVERY = timedelta(seconds=30)
ENTRIES_EVERY = timedelta(minutes=1)
READ_MAIL_EVERY = timedelta(minutes=1)
RING_EVERY = timedelta(minutes=1)
#: every sweep looks at the lines after the mark, so it is moved on often
CLEAN_UP_EVERY = timedelta(minutes=5)

log = structlog.get_logger(__name__)


def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then finish what is being done. Several clocks at once do no harm."""
    set_up_logging(settings.log_format)
    service = make("notifications", settings)

    @cache
    def courier() -> Courier:
        return courier_of(create_app(settings))

    scheduler = BlockingScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    every = partial(_every, scheduler)
    # not before the service itself has had time to start
    every(DELIVER_EVERY, lambda: deliver(service, courier), first_after=DELIVER_EVERY)
    every(REMIND_EVERY, lambda: remind_and_collect(service))
    every(ENTRIES_EVERY, lambda: invite_near(service.database))
    every(RING_EVERY, lambda: ring_owners(service))
    if settings.inbound_url:
        reader = MailboxReader(service, address_of(settings.inbound_url))
        every(READ_MAIL_EVERY, reader.run)
    every(CLEAN_UP_EVERY, lambda: clean_up(service.database))

    def end(_number: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    scheduler.start()
    # jobs that were under way have ended here: the scheduler's threads are waited for when the process ends
    log.info("clock_stopped")


def remind_and_collect(service: Service) -> None:
    """What rules call for; and for contacts, what has come together since their last digest."""
    remind(service.database, service.settings)
    remind_assignments(service.database, service.settings)
    collect_digests(service.database, service.settings)


def _every(
    scheduler: BlockingScheduler, pause: timedelta, act: Callable[[], object], first_after: timedelta = timedelta(0)
) -> None:
    scheduler.add_job(
        lambda: _guarded(act),
        "interval",
        seconds=pause.total_seconds(),
        next_run_time=clock.now() + first_after,
        name=act.__name__,
    )


def deliver(service: Service, courier: Callable[[], Courier]) -> None:
    """Wake the courier of the service itself, which knows its mails by heart; where none answers, make one here."""
    try:
        service.ask("notifications").post("/api/v1/ring", None, "system")
    except Refusal:
        courier().run()


def _guarded(act: Callable[[], object]) -> None:
    """A database that is away is no reason to stop: the next round tries again."""
    step_back()
    try:
        act()
    except SQLAlchemyError:
        log.exception("clock_job_interrupted")
