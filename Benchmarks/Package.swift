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

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  targets: [
    .executableTarget(name: "benchmark", dependencies: ["CChild", "CLimits"], swiftSettings: rules),
    .testTarget(name: "BenchmarkTests", dependencies: ["benchmark"], swiftSettings: rules),
    // Runs a command and reads what the kernel counted of it.
    .target(name: "CChild"),
    // What the machine and simdjson can do when nothing else has to be done.
    .target(name: "CLimits", linkerSettings: [.linkedLibrary("simdjson")]),
  ],
  cxxLanguageStandard: .cxx17
)
