// swift-tools-version: 6.3
import PackageDescription

// Learners type `swift run` and `swift test`, which build for debugging. The library is optimised
// there too, so that lessons run at full speed: whole modules at a time, because generic code is only
// specialised for Float and Double where the compiler sees it. (`-num-threads` makes the compiler
// write one object a source file, which the package manager expects of a debug build.)
let optimised: [SwiftSetting] = [
  .unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"])
]

let package = Package(
  name: "Gradus",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Gradus", targets: ["Gradus"])
  ],
  targets: [
    .target(name: "TensorCore", swiftSettings: optimised),
    .target(name: "Gradus", dependencies: ["TensorCore"], swiftSettings: optimised),
  ]
)
