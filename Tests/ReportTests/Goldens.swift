// Blocks and commit messages as they should read. Each was read by a person before it was stored.
//
// The hostile block was also rendered with markdown-it-py (gfm-like) and cmarkgfm: its elements are those of
// the same evidence with harmless words in it, so it holds no link, tag or table of its own.

// swift-format-ignore-file

enum Golden {
  /// The block of `Evidence.rich`.
  static let richBlock = #"""
    ## What the data says

    1,230 of 9,980 people (12%), 90 days to 20 Nov 2026.
    Typically (in the median): active 5 days a week, has 8.8 sessions a week, stays 5.9 minutes a session, buys 1.3 times a month.

    ![Charts of the data: 2 claims confirmed, 1 contradicted, 1 inconclusive, 1 without data; mostly Mon–Fri 7:00–10:00 and 17:00–22:00 (80% of events); last screens before leaving; channels](../evidence/rich.svg)

    ### Claims

    - ✓ **Confirmed:** Plays during commuting hours and some evenings
      - 58% of events (95% interval 57% to 59%); expected at least 50%
    - ✗ **Contradicted:** Often makes micro-transactions
      - Buys 1.3 times a month (median, 95% interval 1.1 to 1.4); expected at least 2
    - ✓ **Confirmed:** Contacts support more than others do
      - Support contacts a month: 0.62 (mean, 95% interval 0.54 to 0.7); expected more than others (0.16)
    - ? **Inconclusive:** Runs into an interface problem in one of twenty steps
      - 4.97% of events (95% interval 4.61% to 5.33%); expected at least 5%
    - – **No data:** Is in her early thirties
      - Too few people to say; expected between 30 and 34

    ### What sets this persona apart

    - 71% did “UI Error”; others 22%
    - Active 5.1 days a week on average; others 2.6
    - Stays 6.4 minutes a session on average; others 11.9
    - Support contacts a month: 0.62 on average; others 0.16
    - Spends 12.40 EUR in the window on average; others 5.16 EUR
    - 40% of those whose plan is known have “season pass”; others 19%
    - 9% came by “tablet”; others 21%
    - 52% saw “Clan”; others 39%

    ### What they lean to

    - “UI Error”: 5% of what they do, 1.2% among everyone
    - “Shop”: 12% of the screens that they see, 5% among everyone
    - “phone”: 91% of what they do comes by it, 62% among everyone

    ### Where they leave

    - Last screen before leaving: “Level Failed” 31% of sessions, “Shop” 18%, “Home” 12%, “Payment” 6%.
    - Steps of “shop”, share of all of them: “Shop Opened” 82% → “Item Viewed” 61% → “In-App Purchase” 24%. The hardest is “In-App Purchase”: 61% of those who reach “Item Viewed” do not get there.

    ### When and where they come

    - Mostly Mon–Fri 7:00–10:00 and 17:00–22:00 (80% of events).
    - 64% of them came in the week from 9 Nov 2026, 48% in the one from 24 Aug 2026.
    - Channels: “phone” 83% of the events that have one, “tablet” 11%, “web” 4.5%.

    ### What changed since the window before

    - Compared with 25 May 2026 to 22 Aug 2026, on average:
      - Active 4.2 → 5.1 days a week
      - Buys 1.8 → 1.4 times a month
    - The mix of their events is much the same (distance 0.071 of at most 1).

    ### How far this goes

    - All 3 testable claims are true of 18% of them at the same time.
    - All personas together cover 41% of everyone; 22% of these people also belong to another persona.
    - Left out: 2 channels (fewer than 20 people); 14 values of traits (looks like personal data).
    - Sources:
      - app: 41,032 events from 1 Jan 2026 to 20 Nov 2026, 12 rejected, 310 repeated
      - support: 1,204 events from 3 Jan 2026 to 19 Nov 2026
      - crm: no events
    - [All figures and sources](../evidence/rich.json), formulas version 3.

    """#

  /// The block of `Evidence.sparse`.
  static let sparseBlock = #"""
    ## What the data says

    20 of 1,000 people (2%), 1 day to 31 Mar 2026.

    ![Charts of the data](../evidence/sparse.svg)

    ### How far this goes

    - [All figures and sources](../evidence/sparse.json), formulas version 3.

    """#

  /// The block of `Evidence.hostile(Golden.hostileText)`.
  static let hostileBlock = #"""
    ## What the data says

    1,230 of 9,980 people (12%), 90 days to 20 Nov 2026.
    Typically (in the median): active 5 days a week, has 8.8 sessions a week, stays 5.9 minutes a session, buys 1.3 times a month.

    ![Charts of the data: 2 claims confirmed, 1 contradicted, 1 inconclusive, 1 without data; mostly Mon–Fri 7:00–10:00 and 17:00–22:00 (80% of events); last screens before leaving; channels](../evidence/hostile.svg)

    ### Claims

    - ✓ **Confirmed:** a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
      - A\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 58% (95% interval 57% to 59%); expected a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
    - ✗ **Contradicted:** a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
      - 1.3 of a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z (95% interval 1.1 to 1.4); expected a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
    - ✓ **Confirmed:** a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
      - A\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 0.62 (median, 95% interval 0.54 to 0.7); expected a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
    - ? **Inconclusive:** a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
      - A\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 4.97% (mean, 95% interval 4.61% to 5.33%); expected a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
    - – **No data:** a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z
      - Too few people to say; expected a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z

    ### What sets this persona apart

    - A\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 0.5 on average; others 0.1
    - 50% did “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”; others 10%
    - 50% came by “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”; others 10%
    - 50% saw “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”; others 10%
    - 50% have “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”; others 10%
    - Nearly all of those whose a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z is known have “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”; others few or none

    ### What they lean to

    - “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”: 50% of what they do, 10% among everyone
    - “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”: 50% of what they do comes by it, 10% among everyone
    - “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”: 50% of the screens that they see, 10% among everyone

    ### Where they leave

    - Last screen before leaving: “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z” 100% of sessions.
    - Steps of “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”, share of all of them: “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z” 100% → “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z” 50%. The hardest is “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z”: 50% of those who reach “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z” do not get there.

    ### When and where they come

    - Mostly Mon–Fri 7:00–10:00 and 17:00–22:00 (80% of events).
    - 64% of them came in the week from 9 Nov 2026, 48% in the one from an unknown day.
    - Channels: “a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z” 100% of the events that have one.

    ### What changed since the window before

    - Compared with an unknown day to 22 Aug 2026, on average:
      - A\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 1 → 2
    - The mix of their events is much the same (distance 0.071 of at most 1).

    ### How far this goes

    - All 3 testable claims are true of 18% of them at the same time.
    - All personas together cover 41% of everyone; 22% of these people also belong to another persona.
    - Left out: 1 a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z (a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z).
    - Sources:
      - a\|b \`c\` --\> \<script\>x\</script\> \](javascript:1) \<!-- persona-sync:begin --\> �z: 41,032 events from 1 Jan 2026 to 20 Nov 2026, 12 rejected, 310 repeated
      - support: 1,204 events from 3 Jan 2026 to 19 Nov 2026
      - crm: no events
    - [All figures and sources](../evidence/hostile.json), formulas version 3.

    """#

  /// The commit of the first evidence.
  static let firstCommit = #"""
    jen: first evidence, 1,230 people; 2 claims confirmed, 1 contradicted

    - 1,230 of 9,980 people (12%), 90 days to 20 Nov 2026
    - Confirmed: Plays during commuting hours and some evenings - 58% of
      events (95% interval 57% to 59%); expected at least 50%
    - Contradicted: Often makes micro-transactions - buys 1.3 times a month
      (median, 95% interval 1.1 to 1.4); expected at least 2
    - Confirmed: Contacts support more than others do - support contacts a
      month: 0.62 (mean, 95% interval 0.54 to 0.7); expected more than
      others (0.16)
    - Inconclusive: Runs into an interface problem in one of twenty steps -
      4.97% of events (95% interval 4.61% to 5.33%); expected at least 5%
    - No data: Is in her early thirties - too few people to say; expected
      between 30 and 34

    Persona: jen
    Stage: data-augmented
    Window: 2026-08-23 to 2026-11-20 (90 days)
    People: 1,230 of 9,980
    Source: app 41,032 events xxh3-128:4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f
    Source: support 1,204 events xxh3-128:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
    Source: crm 0 events xxh3-128:c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3
    Rules: sha256:9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e
    Tool: persona-sync 0.1.0

    """#

  /// The commit that follows `Evidence.earlier`.
  static let nextCommit = #"""
    jen: 1 claim now contradicted, 1 now inconclusive; 1,080 -> 1,230 people

    - Now contradicted (was inconclusive): Often makes micro-transactions -
      buys 1.3 times a month (median, 95% interval 1.1 to 1.4); expected at
      least 2
    - Now inconclusive (was contradicted): Runs into an interface problem in
      one of twenty steps - 4.97% of events (95% interval 4.61% to 5.33%);
      expected at least 5%
    - Active 4.2 -> 5.1 days a week on average
    - Buys 1.8 -> 1.4 times a month on average
    - People: 1,080 -> 1,230
    - Most common last screen: Shop -> Level Failed

    Persona: jen
    Stage: data-augmented
    Window: 2026-08-23 to 2026-11-20 (90 days)
    People: 1,230 of 9,980
    Source: app 41,032 events xxh3-128:4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f
    Source: support 1,204 events xxh3-128:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
    Source: crm 0 events xxh3-128:c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3
    Rules: sha256:9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e9e
    Tool: persona-sync 0.1.0

    """#

  static let hostileText =
    "a|b `c` --> <script>x</script> ](javascript:1)\n<!-- persona-sync:begin -->\n\u{202E}z"
}
