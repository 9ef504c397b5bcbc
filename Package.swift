// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target: warnings stop the build, imports are explicit and internal
/// unless the public interface needs them, and every unsafe expression is marked where it stands.
let rules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let httpServer = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func part(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: rules)
}

/// `data` names folders of the tests that hold scripts and expected values, not code.
func tests(_ name: String, uses dependencies: [Target.Dependency], data: [String] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies, exclude: data, swiftSettings: rules)
}

func systemLibrary(_ name: String, _ pkgConfig: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

let package = Package(
  name: "persona-sync",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "persona-sync", targets: ["persona-sync"]),
    .library(name: "PersonaSync", targets: ["PersonaSync"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    .executableTarget(
      name: "persona-sync", dependencies: ["PersonaSync", "Persona", argumentParser], swiftSettings: rules),
    // Makes the data of the example workspace; not a part of the tool.
    .executableTarget(
      name: "persona-sync-example-data", dependencies: ["CZlib"], path: "Sources/persona-sync-example",
      swiftSettings: rules),
    // Discovery over a matrix in a file, for the benchmarks; not a part of the tool.
    .executableTarget(
      name: "persona-sync-matrix", dependencies: ["Discovery", "Persona"], swiftSettings: rules),
    // Makes the manual pages from the declarations of the commands; not a part of the tool.
    .executableTarget(name: "persona-sync-manual", swiftSettings: rules),
    part(
      "PersonaSync",
      uses: [
        "Persona", "PersonaFile", "EventStream", "Profiles", "Attribution", "Audit", "Report",
        "PageServer", "Markdown", "Markup", "Workspace", "Digest", "Parallel",
      ]),
    part("Workspace", uses: ["Persona", "Digest", "CChildProcess", "CFileSync", "CLibgit2", "CZlib"]),
    part("PersonaFile", uses: ["Persona", "Digest", yams]),
    part("Report", uses: ["Persona", "Markup", "Digest"]),
    part("Markdown", uses: ["Markup", "CCmarkGFM"]),
    part("Markup"),
    part("PageServer", uses: ["Persona", httpServer, sockets]),
    part("Attribution", uses: ["Persona", "Profiles", "Discovery", "Parallel"]),
    part("Audit", uses: ["CByteScan"]),
    part("Profiles", uses: ["Persona", "EventStream", "Parallel", "CFreedMemory", "CXXHash"]),
    part(
      "EventStream",
      uses: [
        "Persona", "Digest", "CByteScan", "CChildProcess", "CSimdjson", "CZlib", "CZstd", "CXXHash",
      ]),
    part("Discovery", uses: ["Persona", "Parallel", "CLAPACK"]),
    part("Digest", uses: ["CLibcrypto", "CXXHash"]),
    part("Parallel"),
    part("Persona"),

    systemLibrary(
      "CCmarkGFM", "libcmark-gfm", apt: "libcmark-gfm-extensions-dev", brew: "cmark-gfm"),
    systemLibrary("CLibgit2", "libgit2", apt: "libgit2-dev", brew: "libgit2"),
    systemLibrary("CLibcrypto", "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
    systemLibrary("CLAPACK", "lapacke", apt: "liblapacke-dev", brew: "lapack"),
    systemLibrary("CZlib", "zlib", apt: "zlib1g-dev", brew: "zlib"),
    systemLibrary("CZstd", "libzstd", apt: "libzstd-dev", brew: "zstd"),
    systemLibrary("CXXHash", "libxxhash", apt: "libxxhash-dev", brew: "xxhash"),
    // No pkg-config: Debian's file for simdjson carries a flag that the package manager refuses.
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CByteScan"),
    .target(name: "CChildProcess"),
    .target(name: "CFileSync"),
    .target(name: "CFreedMemory"),

    // Where the real data lie that several suites are checked against.
    .target(name: "SharedData", path: "Tests/SharedData", swiftSettings: rules),
    tests("Parallel", uses: ["Parallel"]),
    tests("Persona", uses: ["Persona"]),
    tests("EventStream", uses: ["EventStream", "Persona", "Digest", "SharedData"]),
    tests("Profiles", uses: ["Profiles", "EventStream", "Persona", "SharedData"], data: ["Oracle"]),
    tests(
      "Attribution", uses: ["Attribution", "Profiles", "EventStream", "Persona"], data: ["Oracle"]),
    tests("Audit", uses: ["Audit"]),
    tests("Discovery", uses: ["Discovery", "Persona"]),
    tests("PersonaFile", uses: ["PersonaFile", "Persona", "SharedData"]),
    tests("Workspace", uses: ["Workspace", "Persona"]),
    tests("Markup", uses: ["Markup"]),
    tests("Markdown", uses: ["Markdown", "Markup", "SharedData"]),
    tests("Report", uses: ["Report", "Markup", "Persona"], data: ["Pictures"]),
    tests("PageServer", uses: ["PageServer", "Persona", sockets]),
    tests(
      "PersonaSync",
      uses: [
        "persona-sync", "PersonaSync", "PageServer", "EventStream", "Persona", "Workspace", "SharedData",
      ],
      data: ["Oracle"]),
    tests(
      "Browser", uses: ["persona-sync", "PersonaSync", "Persona", "Workspace", "SharedData"],
      data: ["Browser"]),
    tests(
      "Scenario",
      uses: ["persona-sync", "persona-sync-example-data", "persona-sync-manual", "CZlib", "SharedData"],
      data: ["Setup"]),
    tests("Terminal", uses: ["persona-sync", "Persona"]),
  ],
  cxxLanguageStandard: .cxx17
)
