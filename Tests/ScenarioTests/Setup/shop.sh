# A small workspace for the stories: a shop with 80 people, of whom 40 come back often. Sourced in the story's folder.
set -e
git init -q .
mkdir -p personas data
cat > .gitignore <<'END'
/data/
/.persona-sync/
END
cat > persona-sync.yml <<'END'
timezone: UTC
window: 30 days
sources:
  shop:
    files: data/shop.csv
    time: time
    event: event
    identifiers: { user: user, email: email }
    channel: channel
    screen: page
    revenue: amount
    currency: { constant: EUR }
END
cat > personas/regular.md <<'END'
---
name: Rita, the regular
stage: research-driven
match:
  all:
    - metric: active_days
      at_least: 5
claims:
  - says: Buys at least twice a month
    median: purchases_per_month
    at_least: 2
  - says: Comes in the evening
    share: events
    where: { hours: [18-22] }
    at_least: 50%
---
# Rita, the regular

Comes several times a week, mostly in the evening.
END
# People 1 to 40 come on ten days at 19:00 and buy on four of them; people 41 to 80 come once, at noon, as they had in April.
awk 'BEGIN {
  print "user,email,time,event,channel,page,amount"
  for (user = 1; user <= 80; user++)
    for (day = user > 40 ? 0 : 1; day <= (user > 40 ? 1 : 10); day++) {
      date = day ? sprintf("2026-05-%02d", day * 2) : "2026-04-10"
      hour = user <= 40 ? 19 : 12
      event = user <= 40 && day % 3 == 0 || user % 7 == 0 ? "Order Completed" : "Product Viewed"
      amount = event == "Order Completed" ? 10 + user % 9 ".50" : ""
      printf "u%03d,u%03d@example.com,%s %02d:%02d:00,%s,%s,%s,%s\n", user, user, date, hour,
        user % 60, event, user % 2 ? "web" : "app", event == "Order Completed" ? "/checkout" : "/product", amount
    }
}' > data/shop.csv
git add .gitignore persona-sync.yml personas
git commit -q -m 'workspace: a shop'
