-- The job in DuckDB, tuned: texts become small numbers before the big sort, only repeated ids are grouped, and every
-- step is a table of its own, so that what is no longer needed can be dropped. Prints one JSON object.

-- One message for each id.
CREATE TEMP TABLE repeated AS SELECT message_id FROM message GROUP BY message_id HAVING count(*) > 1;
CREATE TEMP TABLE event_name AS
  SELECT event, (row_number() OVER ())::UTINYINT AS event_number FROM (SELECT DISTINCT event FROM message);
CREATE TEMP TABLE screen_name AS
  SELECT screen, (row_number() OVER ())::INTEGER AS screen_number
  FROM (SELECT DISTINCT screen FROM message WHERE screen IS NOT NULL);
CREATE TEMP TABLE channel_name AS
  SELECT channel, (row_number() OVER ())::UTINYINT AS channel_number FROM (SELECT DISTINCT channel FROM message);

-- An anonymous id belongs to the first user that identified on it.
CREATE TEMP TABLE link AS
  SELECT anonymous_id, min({'ts': ts, 'user_id': user_id}).user_id AS linked_user
  FROM message
  WHERE is_identify AND user_id IS NOT NULL AND anonymous_id IS NOT NULL
  GROUP BY anonymous_id;

CREATE TEMP TABLE happening AS
  SELECT
    coalesce(user_id, linked_user, anonymous_id + 0::UBIGINT) AS profile,
    event_number, channel_number, ts, screen_number, cents
  FROM (
    SELECT * FROM message ANTI JOIN repeated USING (message_id)
    UNION ALL
    SELECT DISTINCT ON (message_id) * FROM message SEMI JOIN repeated USING (message_id)
  ) AS once
  LEFT JOIN link USING (anonymous_id)
  JOIN event_name USING (event)
  JOIN channel_name USING (channel)
  LEFT JOIN screen_name USING (screen);

SET VARIABLE valid = (SELECT count(*) FROM message);
DROP TABLE message;
SET VARIABLE viewed = (SELECT event_number FROM event_name WHERE event = 'Product Viewed');
SET VARIABLE added = (SELECT event_number FROM event_name WHERE event = 'Product Added');
SET VARIABLE cart = (SELECT event_number FROM event_name WHERE event = 'Cart Viewed');
SET VARIABLE checkout = (SELECT event_number FROM event_name WHERE event = 'Checkout Started');
SET VARIABLE completed = (SELECT event_number FROM event_name WHERE event = 'Order Completed');

-- Sessions end after 30 minutes without an event.
CREATE TEMP TABLE step AS
  SELECT
    profile, event_number, channel_number, ts, screen_number, cents,
    sum(CASE WHEN gap IS NULL OR gap > 1800000 THEN 1 ELSE 0 END)
      OVER (PARTITION BY profile ORDER BY ts ROWS UNBOUNDED PRECEDING) AS session
  FROM (SELECT *, ts - lag(ts) OVER (PARTITION BY profile ORDER BY ts) AS gap FROM happening);

CREATE TEMP TABLE session AS
  SELECT
    profile, session, max(ts) - min(ts) AS duration, arg_max(screen_number, ts) AS last_screen,
    bit_or(CASE event_number
      WHEN getvariable('viewed') THEN 1 WHEN getvariable('added') THEN 2 WHEN getvariable('cart') THEN 4
      WHEN getvariable('checkout') THEN 8 WHEN getvariable('completed') THEN 16 ELSE 0 END) AS steps
  FROM step
  GROUP BY profile, session;

-- Each profile's measures, and the persona whose rule holds first.
CREATE TEMP TABLE profile AS
  SELECT *,
    CASE
      WHEN cents > 0 AND orders >= 2 THEN 'loyal'
      WHEN checkouts >= 1 AND orders = 0 THEN 'abandoner'
      WHEN sessions >= 5 OR days >= 4 THEN 'power'
      ELSE 'casual'
    END AS persona
  FROM (
    SELECT
      profile, count(*) AS events, max(session) AS sessions, coalesce(sum(cents), 0) AS cents,
      count(*) FILTER (event_number = getvariable('completed')) AS orders,
      count(*) FILTER (event_number = getvariable('checkout')) AS checkouts,
      count(DISTINCT ts // 86400000) AS days, min(ts) AS first, max(ts) AS last
    FROM step
    GROUP BY profile
  );

CREATE TEMP TABLE cell AS
  SELECT persona, event_name.event, channel_name.channel, hour, n
  FROM (
    SELECT
      persona, step.event_number, step.channel_number,
      (ts // 86400000 + 3) % 7 * 24 + ts // 3600000 % 24 AS hour, count(*) AS n
    FROM step JOIN profile USING (profile)
    GROUP BY ALL
  ) AS counted
  JOIN event_name USING (event_number)
  JOIN channel_name USING (channel_number);

CREATE TEMP TABLE session_of_persona AS
  SELECT
    persona, duration, screen_name.screen AS last_screen,
    CASE
      WHEN steps & 1 = 0 THEN 0 WHEN steps & 2 = 0 THEN 1 WHEN steps & 4 = 0 THEN 2
      WHEN steps & 8 = 0 THEN 3 WHEN steps & 16 = 0 THEN 4 ELSE 5
    END AS reached
  FROM session JOIN profile USING (profile)
  LEFT JOIN screen_name ON screen_name.screen_number = session.last_screen;

-- The sums of each persona.
CREATE TEMP TABLE people AS
  SELECT
    persona, count(*) AS profiles, sum(events)::BIGINT AS events, sum(sessions)::BIGINT AS sessions,
    sum(cents)::BIGINT AS cents, sum(days)::BIGINT AS active_days, min(first) AS first, max(last) AS last,
    quantile_cont(events, [0.5, 0.9]) || quantile_cont(sessions, [0.5, 0.9]) || quantile_cont(cents, [0.5, 0.9])
      AS quantiles
  FROM profile
  GROUP BY persona;
CREATE TEMP TABLE stay AS
  SELECT persona, sum(duration)::BIGINT AS milliseconds, quantile_cont(duration, [0.5, 0.9]) AS quantiles
  FROM session_of_persona
  GROUP BY persona;
CREATE TEMP TABLE channel AS
  SELECT persona, map(list(channel ORDER BY channel), list(n ORDER BY channel)) AS counts
  FROM (SELECT persona, channel, sum(n)::BIGINT AS n FROM cell GROUP BY ALL)
  GROUP BY persona;
CREATE TEMP TABLE top_event AS
  SELECT persona, list(json_array(event, n) ORDER BY n DESC, event)[:5] AS counts
  FROM (SELECT persona, event, sum(n)::BIGINT AS n FROM cell GROUP BY ALL)
  GROUP BY persona;
CREATE TEMP TABLE hour AS
  SELECT persona, list(n ORDER BY hour) AS counts
  FROM (
    SELECT persona, range AS hour, coalesce(n, 0)::BIGINT AS n
    FROM (SELECT DISTINCT persona FROM profile) CROSS JOIN range(168)
    LEFT JOIN (SELECT persona, hour AS range, sum(n) AS n FROM cell GROUP BY ALL) USING (persona, range)
  )
  GROUP BY persona;
CREATE TEMP TABLE last_screen AS
  SELECT persona, list(json_array(last_screen, n) ORDER BY n DESC, last_screen)[:5] AS counts
  FROM (
    SELECT persona, last_screen, count(*) AS n FROM session_of_persona WHERE last_screen IS NOT NULL GROUP BY ALL
  )
  GROUP BY persona;
CREATE TEMP TABLE funnel AS
  SELECT persona, [
    count(*) FILTER (reached = 0), count(*) FILTER (reached = 1), count(*) FILTER (reached = 2),
    count(*) FILTER (reached = 3), count(*) FILTER (reached = 4), count(*) FILTER (reached = 5)
  ] AS counts
  FROM session_of_persona
  GROUP BY persona;

SELECT json_object(
  'valid', getvariable('valid'),
  'events', (SELECT count(*) FROM step),
  'profiles', (SELECT count(*) FROM profile),
  'personas', json_group_object(persona, json_object(
    'profiles', profiles, 'events', events, 'sessions', sessions, 'cents', cents, 'active_days', active_days,
    'duration_ms', milliseconds, 'first', first, 'last', last, 'quantiles', people.quantiles || stay.quantiles,
    'channels', to_json(channel.counts), 'top_events', top_event.counts, 'hours', hour.counts,
    'last_screens', last_screen.counts, 'funnel', funnel.counts)))
FROM people
JOIN stay USING (persona) JOIN channel USING (persona) JOIN top_event USING (persona) JOIN hour USING (persona)
JOIN last_screen USING (persona) JOIN funnel USING (persona);
