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
    .library(name: "Gradus", targets: ["Gradus"]),
    .library(name: "GradientChecking", targets: ["GradientChecking"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "ScalarAutograd", targets: ["ScalarAutograd"]),
    .executable(name: "gradus", targets: ["GradusCommand"]),
  ],
  targets: [
    .target(name: "TensorCore", swiftSettings: optimised),
    .target(name: "Autograd", dependencies: ["TensorCore"], swiftSettings: optimised),
    .target(name: "DataLoading", dependencies: ["TensorCore"], swiftSettings: optimised),
    .target(
      name: "Layers", dependencies: ["Autograd", "TensorCore"], swiftSettings: optimised),
    .target(name: "Training", dependencies: ["Layers", "TensorCore"], swiftSettings: optimised),
    .target(
      name: "GradientChecking", dependencies: ["Autograd", "Layers", "TensorCore"],
      swiftSettings: optimised),
    .target(
      name: "Gradus",
      dependencies: ["Autograd", "DataLoading", "Layers", "TensorCore", "Training"],
      swiftSettings: optimised),
    .target(name: "Plotting", swiftSettings: optimised),
    .target(name: "ScalarAutograd", swiftSettings: optimised),
    .target(
      name: "Curriculum", dependencies: ["Gradus", "ScalarAutograd"], swiftSettings: optimised),

    // Optimised, so that what is measured does not depend on how the tool was built.
    .target(name: "Benchmarks", dependencies: ["Gradus"], swiftSettings: optimised),

    .executableTarget(
      name: "GradusCommand",
      dependencies: ["Benchmarks", "Curriculum", "Gradus", "Lesson01", "Lesson02", "Plotting"]),

    // A target for each lesson's exercises: not optimised, so that a trap names its reason.
    .target(
      name: "Lesson01", dependencies: ["Curriculum", "Gradus"],
      path: "Lessons/01-linear-regression", exclude: ["README.md", "plots"]),

    .target(
      name: "Lesson02", dependencies: ["Curriculum", "Gradus"],
      path: "Lessons/02-backpropagation", exclude: ["README.md", "plots"]),

    .target(
      name: "TestSupport", dependencies: ["Curriculum", "TensorCore"], path: "Tests/TestSupport",
      swiftSettings: optimised),
    .testTarget(
      name: "AutogradTests", dependencies: ["Autograd", "Layers", "TensorCore", "Training"]),
    .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"]),
    .testTarget(name: "CurriculumTests", dependencies: ["Curriculum", "Lesson01", "TestSupport"]),
    .testTarget(name: "DataLoadingTests", dependencies: ["DataLoading", "TensorCore"]),
    .testTarget(
      name: "GradusCommandTests", dependencies: ["Curriculum", "DataLoading", "GradusCommand"]),
    .testTarget(
      name: "GradientCheckingTests",
      dependencies: ["Autograd", "GradientChecking", "Layers", "TensorCore"]),
    .testTarget(name: "GradusTests", dependencies: ["Gradus"]),
    .testTarget(
      name: "LayersTests",
      dependencies: ["Autograd", "DataLoading", "Layers", "TensorCore", "Training"]),
    .testTarget(name: "Lesson01Tests", dependencies: ["Curriculum", "Lesson01", "TestSupport"]),
    .testTarget(name: "Lesson02Tests", dependencies: ["Curriculum", "Lesson02", "TestSupport"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
    // What the script wrote is read where it lies; it needs no place in the bundle.
    .testTarget(
      name: "PyTorchParityTests", dependencies: ["Autograd", "Gradus"], exclude: ["Fixtures"]),
    .testTarget(name: "ScalarAutogradTests", dependencies: ["ScalarAutograd"]),
    .testTarget(name: "TensorCoreTests", dependencies: ["TensorCore", "TestSupport"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Autograd", "Layers", "TensorCore", "Training"]),
  ]
)
