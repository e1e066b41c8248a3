"""The proof in order: ``python3 -m tests.compose.proof`` while the containers are up. It needs nothing but Python."""

import logging
import sys
import time

from tests.compose import containment
from tests.compose.address import Address
from tests.compose.engine import inside, wait_until_well
from tests.compose.main_job import do_main_job
from tests.compose.sign_in import sign_in_can_be_asked_for

log = logging.getLogger("proof")


def main() -> None:
    """Say each thing proved; the first that does not hold ends it with what was found."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S", stream=sys.stdout)
    started = time.monotonic()
    wait_until_well()
    containment.containers_are_contained()
    log.info("every container: not root, read-only, no capabilities to spare, no new privileges")
    containment.logins_write_their_own_tables_only()
    log.info("every login reads all, and writes what its service owns and nothing else")
    address = Address()
    containment.plain_requests_are_sent_to_tls(address)
    containment.figures_stay_inside(address)
    log.info("one address: TLS with the proxy's own certificate, health told, figures kept inside")
    containment.large_bodies_are_refused_in_words(address)
    log.info("bodies of 3 and 11 MB are refused in words")
    sign_in_can_be_asked_for(address)
    log.info("sign-in can be asked for over TLS, and a form without its token is refused")
    made = inside("catalogue", "kierros", "api-key", "create", "--name", "proof", "--role", "administrator")
    address.key = made.split()[-1]
    do_main_job(address)
    log.info("main job: published, seen, registered, moved, cancelled; every calendar followed")
    containment.one_may_be_away(address)
    log.info("with one service away the others serve, and callers are told")
    log.info("proved in %.0f s", time.monotonic() - started)


if __name__ == "__main__":
    main()
