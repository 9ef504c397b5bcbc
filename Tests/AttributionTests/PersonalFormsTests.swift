// Published examples of personal data, and names that products really have: the first must be known, the second must not.

import Testing

@testable import Attribution

@Suite("Published examples")
struct PersonalFormsTests {
  @Test(
    "of telephone numbers are known",
    arguments: [
      // Reserved for fiction: NANPA 555-0100 to 555-0199, Ofcom, ACMA, Bundesnetzagentur.
      "(202) 555-0142", "+1 202 555 0142", "1-202-555-0142", "202.555.0142", "+44 20 7946 0958",
      "01632 960001",
      "07700 900123", "(02) 5550 1234", "0491 570 006", "+49 30 23125 000", "0171-39200 11",
      "tel:+12025550142",
      "call (202)555-0142 now", "０３−１２３４−５６７８９",
    ])
  func telephone(_ value: String) { #expect(looksPersonal(value)) }

  @Test(
    "of card, account and insurance numbers are known",
    arguments: [
      // Test numbers of Visa, Mastercard, American Express, Discover, Diners Club, JCB, Maestro, UnionPay.
      "4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005",
      "3782 822463 10005",
      "6011111111111117", "3056 9300 0902 0004", "3566002020360505", "6759649826438453",
      "6200 0000 0000 0005",
      // The IBANs of the registry, the Social Security number that was printed in wallets, a VAT id of the EU's examples.
      "DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "078-05-1120",
      "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
    ])
  func cards(_ value: String) { #expect(looksPersonal(value)) }

  @Test(
    "of addresses are known",
    arguments: [
      // RFC 2606 and 6761 domains; RFC 5737, 3849 and 7042 networks.
      "jo@example.com", "/users/jo@example.org/orders", "/users/jo%40example.net", "mailto:jo@mail.example",
      "jo＠example.com", "192.0.2.17", "198.51.100.7:443", "2001:db8::ff00:42:8329", "00:00:5E:00:53:AF",
      "00-00-5e-00-53-af",
      // Postal ones that everybody knows.
      "221B Baker Street", "10 Downing St", "1600 Pennsylvania Avenue NW", "350 Fifth Ave.",
      "4 Privet Lane, Surrey",
      "Hauptstraße 5", "Musterstr. 12a", "Unter-Linden-Allee 77", "12 rue de la Paix", "calle de Alcalá 42",
      "52.5163, 13.3777", "-33.8568 151.2153", "48.85837;2.294481",
    ])
  func addresses(_ value: String) { #expect(looksPersonal(value)) }

  @Test(
    "of ids, tokens and keys are known",
    arguments: [
      "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "507f1f77bcf86cd799439011",
      "da39a3ee5e6b4b0d3255bfef95601890afd80709", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.x",
      "AKIAIOSFODNN7EXAMPLE", "sk_test_" + "BQokikJOvBiIhlWgH4olfQ2",
      "ghp_aBcDeFgHiJkLmNoPqRsT", "/reset/dBjftJeZ4CVPmB92K27uhbUJU1p1rw", "session=R2D2C3PO8X7Q9ZKL",
    ])
  func tokens(_ value: String) { #expect(looksPersonal(value)) }

  @Test(
    "and names of events, screens, channels, plans and places are not",
    arguments: [
      "Order Completed", "order_completed", "checkout_step_2_of_3", "Level 12 Started",
      "Shopping Cart - Step 3",
      "Street Food", "12 monkeys", "Road trip planner", "3 lanes", "Top 10 streets of Europe",
      "Main Street USA",
      "Baker Street", "avenue", "5 stars", "24/7 support", "9-to-5", "iPhone 15 Pro Max", "iPhone15ProMax",
      "Galaxy S24 Ultra 5G", "SM-G991B", "Windows 11 23H2", "Version 12.4.1 (8)", "v2026.03.31", "1.2.3.4.5",
      "1920x1080", "1080p60", "16:9", "09:30-10:15", "2026-03-31 12:00", "31.03.2026", "Q3 2026", "FY2025/26",
      "10,000 - 25,000", "100-1000 EUR", "99.99", "52.5 kg, 13.3 %", "EUR 1.299,00", "25-34", "65+", "B2B",
      "A/B",
      "/products/shoes/running-42", "/orders/2026/03", "home/feed#", "C#", "F#", "what?",
      "Who are you? = FAQ",
      "utm-free landing page", "OAuth2LoginWithGoogleScreen", "getHTTPResponseCode404Handler",
      "ProductListItemViewHolder", "RegistrationConfirmationEmailSent", "LOGINBUTTONPRESSEDTWICE",
      "Überweisung bestätigt", "Straße", "購入完了", "اشتراك", "São Paulo", "New York, NY", "10115 Berlin",
      "free-trial-30d", "PROMO-SUMMER-26", "deadline", "facade", "accede", "beef-cafe-food",
    ])
  func ordinary(_ value: String) { #expect(!looksPersonal(value)) }
}
