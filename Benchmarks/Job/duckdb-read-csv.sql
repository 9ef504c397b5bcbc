-- Reads CSV, identifiers as 64-bit hashes. INPUT is replaced by the path.
SET preserve_insertion_order = false;

CREATE TEMP TABLE message AS
SELECT
  hash(message_id) AS message_id,
  coalesce(event, type) AS event,
  type = 'identify' AS is_identify,
  channel,
  CASE WHEN user_id IS NOT NULL THEN hash(user_id) END AS user_id,
  CASE WHEN anonymous_id IS NOT NULL THEN hash(anonymous_id) END AS anonymous_id,
  epoch_ms(timestamp) AS ts,
  screen,
  CAST(round(revenue * 100) AS INTEGER) AS cents
FROM read_csv('INPUT', header = true, delim = ',', quote = '"', escape = '"', ignore_errors = true, columns = {
  'message_id': 'VARCHAR', 'type': 'VARCHAR', 'event': 'VARCHAR', 'user_id': 'VARCHAR',
  'anonymous_id': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'channel': 'VARCHAR', 'screen': 'VARCHAR',
  'revenue': 'DOUBLE'
})
WHERE timestamp IS NOT NULL;
