// swift-tools-version: 6.2
import PackageDescription

/// The rules of the main package: see there.
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Built by `scripts/fuzz` only: everything below needs the flags of the sanitizers.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "persona-sync", path: "..")],
  targets: [
    .executableTarget(
      name: "fuzz",
      dependencies: ["CFuzzer", .product(name: "PersonaSync", package: "persona-sync")],
      swiftSettings: rules),
    // The one function of libFuzzer that a program with its own `main` calls.
    .target(name: "CFuzzer"),
  ]
)
