"""The job in plain Python: slow, simple, and nothing but the standard library. Other programs are checked against it.

    reference.py FILE    prints one JSON object

`totals` does not depend on who is linked with whom, and every program has to agree on it. `personas` links an anonymous
id to the first user that identified on it, as the DuckDB and polars jobs do; persona-sync links whole components.
"""

import csv
import json
import sys
from collections import Counter, defaultdict, namedtuple
from datetime import datetime
from decimal import Decimal

FUNNEL = ["Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Order Completed"]
SESSION_GAP, DAY, HOUR = 1_800_000, 86_400_000, 3_600_000

Message = namedtuple("Message", "id event type channel user anonymous time screen cents")


def milliseconds(text):
    time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int(time.timestamp()) * 1000 + time.microsecond // 1000


def cents(amount):
    return int(Decimal(str(amount)) * 100) if amount not in (None, "") else 0


def first_of(*values):
    return next((value for value in values if value is not None), None)


def message_of_json(line):
    record = json.loads(line.decode("utf-8"))
    properties = record.get("properties") or {}
    page = (record.get("context") or {}).get("page") or {}
    return Message(
        record["messageId"], first_of(record.get("event"), record.get("name"), record["type"]), record["type"],
        record["channel"], record.get("userId"), record.get("anonymousId"), milliseconds(record["timestamp"]),
        first_of(properties.get("screen"), page.get("path")), cents(properties.get("revenue")))


def message_of_row(row):
    return Message(
        row["message_id"], row["event"] or row["type"], row["type"], row["channel"], row["user_id"] or None,
        row["anonymous_id"] or None, milliseconds(row["timestamp"]), row["screen"] or None, cents(row["revenue"]))


def messages(path):
    """All records that are whole; one that is broken costs no other."""
    if path.endswith(".csv"):
        records, read = csv.DictReader(open(path, encoding="utf-8", newline="")), message_of_row
    else:
        records, read = open(path, "rb"), message_of_json
    for record in records:
        try:
            message = read(record)
        except (ValueError, KeyError, AttributeError, TypeError):
            continue
        yield message


def once_each(all_messages):
    return list({message.id: message for message in reversed(all_messages)}.values())[::-1]


def hour_of_week(time):
    """0 is Monday from midnight to 1:00, UTC; 1 January 1970 was a Thursday."""
    return (time // DAY + 3) % 7 * 24 + time // HOUR % 24


def totals(events):
    hours = Counter(hour_of_week(event.time) for event in events)
    return {
        "events": Counter(event.event for event in events),
        "channels": Counter(event.channel for event in events),
        "hours": [hours[hour] for hour in range(168)],
        "cents": sum(event.cents for event in events),
    }


def profiles(events):
    """The events of each profile, in the order of their times."""
    first_login = {}
    for event in events:
        if event.type == "identify" and event.user and event.anonymous:
            login = (event.time, event.user)
            first_login[event.anonymous] = min(login, first_login.get(event.anonymous, login))
    by_profile = defaultdict(list)
    for event in events:
        login = first_login.get(event.anonymous)
        by_profile[event.user or (login[1] if login else "anonymous " + event.anonymous)].append(event)
    for its_events in by_profile.values():
        its_events.sort(key=lambda event: (event.time, event.id))
    return by_profile.values()


def sessions(events):
    result = [[events[0]]]
    for before, event in zip(events, events[1:]):
        if event.time - before.time > SESSION_GAP:
            result.append([])
        result[-1].append(event)
    return result


def persona(events, its_sessions):
    orders = sum(event.event == "Order Completed" for event in events)
    checkouts = sum(event.event == "Checkout Started" for event in events)
    if sum(event.cents for event in events) > 0 and orders >= 2:
        return "loyal"
    if checkouts >= 1 and orders == 0:
        return "abandoner"
    return "power" if len(its_sessions) >= 5 or active_days(events) >= 4 else "casual"


def active_days(events):
    return len({event.time // DAY for event in events})


def funnel_step(session):
    done = {event.event for event in session}
    return next((step for step, name in enumerate(FUNNEL) if name not in done), len(FUNNEL))


def quantile(values, part):
    ordered = sorted(values)
    place = (len(ordered) - 1) * part
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def top(counts):
    return [list(item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0].encode()))[:5]]


def sums(members):
    """What the profiles of one persona did together; a member is its events and its sessions."""
    events = [event for its_events, _ in members for event in its_events]
    all_sessions = [session for _, its_sessions in members for session in its_sessions]
    durations = [session[-1].time - session[0].time for session in all_sessions]
    event_counts = [len(its_events) for its_events, _ in members]
    session_counts = [len(its_sessions) for _, its_sessions in members]
    revenues = [sum(event.cents for event in its_events) for its_events, _ in members]
    screens = [[event.screen for event in session if event.screen is not None] for session in all_sessions]
    reached = Counter(funnel_step(session) for session in all_sessions)
    all_totals = totals(events)
    return {
        "profiles": len(members), "events": len(events), "sessions": len(all_sessions),
        "cents": all_totals["cents"], "active_days": sum(active_days(its_events) for its_events, _ in members),
        "duration_ms": sum(durations), "first": min(event.time for event in events),
        "last": max(event.time for event in events),
        "quantiles": [
            quantile(values, part)
            for values in (event_counts, session_counts, revenues, durations) for part in (0.5, 0.9)],
        "channels": all_totals["channels"], "top_events": top(all_totals["events"]), "hours": all_totals["hours"],
        "last_screens": top(Counter(seen[-1] for seen in screens if seen)),
        "funnel": [reached[step] for step in range(len(FUNNEL) + 1)],
    }


def main():
    valid = list(messages(sys.argv[1]))
    events = once_each(valid)
    members = defaultdict(list)
    for its_events in profiles(events):
        its_sessions = sessions(its_events)
        members[persona(its_events, its_sessions)].append((its_events, its_sessions))
    print(json.dumps({
        "valid": len(valid), "events": len(events), "profiles": sum(map(len, members.values())),
        "totals": totals(events), "personas": {name: sums(some) for name, some in members.items()}}))


main()
