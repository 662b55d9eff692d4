"""Publish and subscribe within the process. Source of all: our contract."""

from verify_emulator.events import Events


def test_an_event_goes_to_the_subscribers_of_its_type_in_order() -> None:
    events, seen = Events(), list[str]()
    events.subscribe(str, lambda event: seen.append(f"first {event}"))
    events.subscribe(str, lambda event: seen.append(f"second {event}"))
    events.subscribe(int, lambda event: seen.append(f"number {event}"))
    events.publish("x")
    events.publish(1)
    events.publish(1.5)
    assert seen == ["first x", "second x", "number 1"]


def test_a_subscription_can_be_ended_even_while_it_is_told() -> None:
    events, seen = Events(), list[str]()

    def once(event: str) -> None:
        seen.append(event)
        end()

    end = events.subscribe(str, once)
    events.subscribe(str, seen.append)
    events.publish("a")
    events.publish("b")
    assert seen == ["a", "a", "b"]
