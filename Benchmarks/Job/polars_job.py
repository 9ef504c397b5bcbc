"""The job in polars, tuned: lazy frames, the streaming engine, and no column longer than it is needed.

    polars_job.py FILE    prints one JSON object
"""

import json
import sys

import polars as pl
from polars import col

JSON_SCHEMA = {
    "type": pl.String, "event": pl.String, "name": pl.String, "userId": pl.String, "anonymousId": pl.String,
    "messageId": pl.String, "timestamp": pl.String, "channel": pl.String,
    "context": pl.Struct({"page": pl.Struct({"path": pl.String})}),
    "properties": pl.Struct({"revenue": pl.Float64, "screen": pl.String}),
}
CSV_SCHEMA = {
    "message_id": pl.String, "type": pl.String, "event": pl.String, "user_id": pl.String,
    "anonymous_id": pl.String, "timestamp": pl.String, "channel": pl.String, "screen": pl.String,
    "revenue": pl.Float64,
}
FUNNEL = {"Product Viewed": 1, "Product Added": 2, "Cart Viewed": 4, "Checkout Started": 8, "Order Completed": 16}


def collected(frame):
    return frame.collect(engine="streaming")


def milliseconds(name, strict):
    parsed = col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", strict=strict)
    return parsed.cast(pl.Int64).alias("ts")


def cents(amount):
    return (amount * 100).round().cast(pl.Int64).alias("cents")


def read_json(path):
    properties, page = col("properties").struct, col("context").struct.field("page").struct
    return (
        pl.scan_ndjson(path, schema=JSON_SCHEMA, ignore_errors=True)
        .filter(col("messageId").is_not_null())
        .select(
            col("messageId").alias("message_id"),
            pl.coalesce("event", "name", "type").alias("event"),
            (col("type") == "identify").alias("is_identify"),
            "channel",
            col("userId").alias("user_id"),
            col("anonymousId").alias("anonymous_id"),
            milliseconds("timestamp", strict=True),
            pl.coalesce(properties.field("screen"), page.field("path")).alias("screen"),
            cents(properties.field("revenue")),
        )
    )


def read_csv(path):
    return (
        pl.scan_csv(path, schema=CSV_SCHEMA, ignore_errors=True, truncate_ragged_lines=True)
        .select(
            "message_id",
            pl.coalesce("event", "type").alias("event"),
            (col("type") == "identify").alias("is_identify"),
            "channel",
            "user_id",
            "anonymous_id",
            milliseconds("timestamp", strict=False),
            "screen",
            cents(col("revenue")),
        )
        .filter(col("ts").is_not_null())
    )


def link(events):
    """A profile for each event: an anonymous id belongs to the first user that identified on it."""
    links = collected(
        events.lazy()
        .filter(col("is_identify") & col("user_id").is_not_null() & col("anonymous_id").is_not_null())
        .group_by("anonymous_id")
        .agg(col("user_id").sort_by("ts", "user_id").first().alias("linked_user"))
    )
    profile = pl.coalesce("user_id", "linked_user", pl.lit("anon:") + col("anonymous_id"))
    return (
        events.lazy()
        .join(links.lazy(), on="anonymous_id", how="left")
        .with_columns(profile.alias("profile"))
        .drop("user_id", "anonymous_id", "linked_user", "is_identify")
    )


def cut_sessions(linked):
    """A session ends after 30 minutes without an event."""
    is_new_profile = col("profile") != col("profile").shift()
    is_pause = (col("ts") - col("ts").shift()) > 1800000
    number = (is_new_profile | is_pause).fill_null(True).cast(pl.UInt32).cum_sum()
    return collected(linked.sort("profile", "ts").with_columns(number.alias("session")))


def sessions_of(steps):
    funnel_step = col("event").replace_strict(FUNNEL, default=0, return_dtype=pl.UInt8)
    return collected(
        steps.lazy()
        .with_columns(funnel_step.alias("steps"))
        .group_by("session")
        .agg(
            col("profile").first(),
            (col("ts").max() - col("ts").min()).alias("duration"),
            col("screen").drop_nulls().last().alias("last_screen"),
            col("steps").bitwise_or(),
        )
    )


def profiles_of(steps):
    """Each profile's measures, and the persona whose rule holds first."""
    persona = (
        pl.when((col("cents") > 0) & (col("orders") >= 2)).then(pl.lit("loyal"))
        .when((col("checkouts") >= 1) & (col("orders") == 0)).then(pl.lit("abandoner"))
        .when((col("sessions") >= 5) | (col("days") >= 4)).then(pl.lit("power"))
        .otherwise(pl.lit("casual"))
    )
    return collected(
        steps.lazy()
        .group_by("profile")
        .agg(
            pl.len().cast(pl.Int64).alias("events"),
            col("session").n_unique().cast(pl.Int64).alias("sessions"),
            col("cents").sum(),
            (col("event") == "Order Completed").sum().alias("orders"),
            (col("event") == "Checkout Started").sum().alias("checkouts"),
            (col("ts") // 86400000).n_unique().cast(pl.Int64).alias("days"),
            col("ts").min().alias("first"),
            col("ts").max().alias("last"),
        )
        .with_columns(persona.alias("persona"))
    )


def cells_of(steps, personas):
    hour = ((col("ts") // 86400000 + 3) % 7) * 24 + col("ts") // 3600000 % 24
    return collected(
        steps.lazy()
        .join(personas, on="profile")
        .with_columns(hour.alias("hour"))
        .group_by("persona", "event", "channel", "hour")
        .agg(pl.len().cast(pl.Int64).alias("n"))
    )


def with_funnel_step_reached(sessions, personas):
    reached = pl.when(col("steps") & 1 == 0).then(0)
    for number in range(1, 5):
        reached = reached.when(col("steps") & (1 << number) == 0).then(number)
    return collected(sessions.lazy().join(personas, on="profile").with_columns(reached.otherwise(5).alias("reached")))


def half_and_nine_tenths(*names):
    return [col(name).quantile(part, interpolation="linear") for name in names for part in (0.5, 0.9)]


def top(frame, name, count):
    ranked = frame.group_by(name).agg(count.alias("n")).sort(["n", name], descending=[True, False])
    return [list(row) for row in ranked.head(5).rows()]


def sums_by_persona(profiles, sessions, cells):
    people = profiles.group_by("persona").agg(
        pl.len().alias("profiles"), col("events").sum(), col("sessions").sum(), col("cents").sum(),
        col("days").sum().alias("active_days"), col("first").min(), col("last").max(),
        pl.concat_list(*half_and_nine_tenths("events", "sessions", "cents")).alias("quantiles"),
    )
    stays = sessions.group_by("persona").agg(
        col("duration").sum().alias("duration_ms"),
        pl.concat_list(*half_and_nine_tenths("duration")).alias("quantiles"),
    )
    result = {row.pop("persona"): row for row in people.to_dicts()}
    for row in stays.to_dicts():
        of_persona = result[row["persona"]]
        of_persona["duration_ms"] = row["duration_ms"]
        of_persona["quantiles"] = list(of_persona["quantiles"]) + list(row["quantiles"])
    for persona, of_persona in result.items():
        cell, session = cells.filter(col("persona") == persona), sessions.filter(col("persona") == persona)
        hours = dict(cell.group_by("hour").agg(col("n").sum()).rows())
        reached = dict(session.group_by("reached").agg(pl.len()).rows())
        of_persona["channels"] = dict(cell.group_by("channel").agg(col("n").sum()).rows())
        of_persona["top_events"] = top(cell, "event", col("n").sum())
        of_persona["hours"] = [hours.get(hour, 0) for hour in range(168)]
        of_persona["last_screens"] = top(session.filter(col("last_screen").is_not_null()), "last_screen", pl.len())
        of_persona["funnel"] = [reached.get(step, 0) for step in range(6)]
    return result


def main():
    path = sys.argv[1]
    messages = collected(read_csv(path) if path.endswith(".csv") else read_json(path))
    valid = messages.height
    events = collected(messages.lazy().unique(subset="message_id", keep="any").drop("message_id"))
    del messages
    linked = link(events)
    del events
    steps = cut_sessions(linked)
    del linked
    profiles = profiles_of(steps)
    personas = profiles.lazy().select("profile", "persona")
    sessions = with_funnel_step_reached(sessions_of(steps), personas)
    cells = cells_of(steps, personas)
    sums = sums_by_persona(profiles, sessions, cells)
    print(json.dumps({"valid": valid, "events": steps.height, "profiles": profiles.height, "personas": sums}))


main()
