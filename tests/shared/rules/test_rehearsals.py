from datetime import datetime

from shared.rules.rehearsals import rehearsal


def test_day_before_is_at_the_same_time_of_day_also_when_clocks_change_in_between() -> None:
    # clocks go forward in the night to 28 March 2027, and back in the night to 31 October
    for starts, begins in (
        ("2027-03-28T12:00:00+03:00", "2027-03-27T12:00:00+02:00"),
        ("2027-10-31T12:00:00+02:00", "2027-10-30T12:00:00+03:00"),
    ):
        found = rehearsal(datetime.fromisoformat(starts), "Europe/Helsinki", 24 * 60, 30)
        assert found is not None
        assert found.starts_at == datetime.fromisoformat(begins)
        assert (found.ends_at - found.starts_at).total_seconds() == 30 * 60


def test_minutes_before_are_counted_as_they_pass() -> None:
    found = rehearsal(datetime.fromisoformat("2027-03-28T04:15:00+03:00"), "Europe/Helsinki", 45, 15)
    assert found is not None
    assert found.starts_at == datetime.fromisoformat("2027-03-28T02:30:00+02:00")
