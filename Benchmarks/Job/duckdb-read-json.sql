-- Reads JSON lines: only the fields that the job needs, identifiers as 64-bit hashes. INPUT is replaced by the path.
SET preserve_insertion_order = false;

CREATE TEMP TABLE message AS
SELECT
  hash(messageId) AS message_id,
  coalesce(event, name, type) AS event,
  type = 'identify' AS is_identify,
  channel,
  CASE WHEN userId IS NOT NULL THEN hash(userId) END AS user_id,
  CASE WHEN anonymousId IS NOT NULL THEN hash(anonymousId) END AS anonymous_id,
  epoch_ms(timestamp) AS ts,
  coalesce(properties.screen, context.page.path) AS screen,
  CAST(round(properties.revenue * 100) AS INTEGER) AS cents
FROM read_ndjson('INPUT', ignore_errors = true, columns = {
  type: 'VARCHAR', event: 'VARCHAR', name: 'VARCHAR', userId: 'VARCHAR', anonymousId: 'VARCHAR',
  messageId: 'VARCHAR', timestamp: 'TIMESTAMP', channel: 'VARCHAR',
  context: 'STRUCT(page STRUCT(path VARCHAR))', properties: 'STRUCT(revenue DOUBLE, screen VARCHAR)'
})
WHERE messageId IS NOT NULL;
