"""Whatever a network does, each message of a visitor arrives once, in the order in which it was written first."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.models import Line, Visitor

SENDINGS = some.lists(some.tuples(some.integers(0, 4), some.booleans()), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sendings=SENDINGS)
def test_sent_any_number_of_times_is_one_message(widget, sendings):
    visitor = Visitor.objects.create(widget=widget)
    for number, is_taken_at_once in sendings:
        keep_frame(visitor, client_id=f"message-{number}", body=f'{{"text": "{number}"}}'.encode())
        if is_taken_at_once:
            take_frames(visitor)
    while take_frames():
        pass
    lines = list(Line.objects.filter(visitor=visitor).order_by("position").values_list("position", "message__text"))
    assert lines == list(enumerate(dict.fromkeys(str(number) for number, _ in sendings), start=1))
