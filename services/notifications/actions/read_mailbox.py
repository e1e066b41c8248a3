"""Taking in what lies unseen in the mailbox. Several may read at once: a mail is kept once, whoever brings it."""

from collections import Counter

import structlog
from sqlalchemy.exc import OperationalError

from services.notifications.actions.inbound import receive
from services.notifications.actions.unexpected import UNEXPECTED
from services.notifications.transports.imap import Mailbox, MailboxAddress, MailboxTrouble, opened
from shared.errors import Refusal, Unreachable
from shared.web.current import Service

#: in one round; the next goes on
AT_ONCE = 200
#: a mail that fails so often is left to a person, so that it doesn't hold up the others
TRIES = 3

log = structlog.get_logger(__name__)


class MailboxReader:
    """Reads one mailbox, round by round."""

    def __init__(self, service: Service, address: MailboxAddress) -> None:
        self._service = service
        self._address = address
        self._failed: Counter[tuple[int, int]] = Counter()

    def run(self) -> int:
        """Take in what there is; how many mails. What goes wrong is told in the log and tried again next time."""
        taken = 0
        try:
            with opened(self._address) as mailbox:
                for uid in mailbox.unseen()[:AT_ONCE]:
                    taken += self._take_in(mailbox, uid)
        except MailboxTrouble as trouble:
            log.warning("mailbox_not_read", host=self._address.host, why=str(trouble), taken=taken)
        except Unreachable:
            log.warning("mailbox_waits", host=self._address.host, why="the catalogue does not answer", taken=taken)
        return taken

    def _take_in(self, mailbox: Mailbox, uid: int) -> bool:
        """Marked as seen only after it was kept: whatever ends us before, another round finds it again."""
        raw = mailbox.read(uid)
        if raw is None:
            return False
        own = self._service
        try:
            receive(own.database, own.ask("catalogue"), own.settings, raw)
        except (OperationalError, Unreachable):
            # nothing is wrong with the mail
            raise
        except (Refusal, *UNEXPECTED) as error:
            self._fail(mailbox, uid, error)
            return False
        mailbox.done(uid)
        del self._failed[mailbox.validity, uid]
        return True

    def _fail(self, mailbox: Mailbox, uid: int, error: Exception) -> None:
        key = (mailbox.validity, uid)
        self._failed[key] += 1
        is_given_up = self._failed[key] >= TRIES
        log.error("mail_not_taken_in", uid=uid, tries=self._failed[key], set_aside=is_given_up, exc_info=error)
        if is_given_up:
            mailbox.set_aside(uid)
            del self._failed[key]
