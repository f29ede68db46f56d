// swift-tools-version: 6.3
import Foundation
import PackageDescription

// Learners type `swift run` and `swift test`, which build for debugging. The library is optimized
// there too, so that lessons run at full speed: whole modules at a time, because generic code is only
// specialized for Float and Double where the compiler sees it. (`-num-threads` makes the compiler
// write one object per source file, which the package manager expects of a debug build.)
// Without `-fno-math-errno`, a square root on Linux branches to C's function for negative numbers, only
// to set C's error number, and no loop with a square root is vectorized.
// With `-disable-type-layout`, a tensor is copied by a few instructions, and not by a function that is
// looked up at run time: that takes a third of the time of a small training step.
let optimized: [SwiftSetting] = [
  .unsafeFlags([
    "-O", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-Xcc", "-fno-math-errno",
    "-Xfrontend", "-disable-type-layout",
  ])
]

// The kernels are compiled for the vector unit of the machine that builds, or for the level that
// GRADUS_VECTOR_UNIT names: `x86-64`, `x86-64-v3` (AVX2) or `x86-64-v4` (AVX-512). The level decides
// what Swift's own SIMD types become, and the kernels' tiles follow it. Nothing else is compiled so:
// the naive path runs on any machine. Every 64-bit ARM has the unit that its kernels use.
#if arch(x86_64)
  let vectorUnit = ProcessInfo.processInfo.environment["GRADUS_VECTOR_UNIT"] ?? thisMachine()
  let kernels =
    optimized + [
      // Without the second flag, a square root must set C's errno: a branch for each number.
      .unsafeFlags(["-Xcc", "-march=\(vectorUnit)", "-Xcc", "-fno-math-errno"]),
      .define(vectorUnit == "x86-64-v4" ? "AVX512" : vectorUnit == "x86-64-v3" ? "AVX2" : "SSE2"),
    ]

  /// The level of this machine's vector unit, as its system describes it.
  func thisMachine() -> String {
    // Every Intel Mac that runs the macOS required below has AVX2; elsewhere Linux says.
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return "x86-64-v3"
    }
    let flags = Set(text.split(whereSeparator: \.isWhitespace))
    let has = { (names: [Substring]) in flags.isSuperset(of: names) }
    if !has(["avx2", "fma", "bmi2", "f16c", "movbe"]) { return "x86-64" }
    return has(["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])
      ? "x86-64-v4" : "x86-64-v3"
  }
#else
  let kernels = optimized + [.define("NEON")]
#endif

// What reads files is compiled with a counter at each edge of its code when it is to be fuzzed:
//     GRADUS_FUZZ=1 swift run --scratch-path .build-fuzz fuzz
let readers =
  ProcessInfo.processInfo.environment["GRADUS_FUZZ"] == nil
  ? optimized
  : optimized + [
    .unsafeFlags(["-sanitize=fuzzer", "-sanitize-coverage=edge,inline-8bit-counters"])
  ]

// What `import Gradus` brings. A target names all of these modules, and not Gradus alone: a change in
// one of them then rebuilds the target, even where the change leaves Gradus itself as it was.
let framework: [Target.Dependency] = [
  "Autograd", "DataLoading", "Files", "Gradus", "Layers", "SIMDKernels", "Serialization",
  "TensorCore", "Training",
]

// Each lesson is three targets. What the author writes is a module in Sources/Curriculum, Curriculum01 for
// the first lesson; the learner's exercises are a module in Lessons/, Lesson01; their tests are
// Lesson01Tests. Lessons do not see each other: what several need is in the module Curriculum.
//
// What the author writes is not optimized, because little of it is hot and it compiles in a third of the
// time; only the loops of the lesson on speed are. The exercises are not optimized either, so that a trap
// names its reason; only those of lessons with a kernel are compiled as the kernels are. Without
// `-disable-cmo` an optimized module hands the bodies of functions on to what imports it, and an edit of an
// exercise would compile the whole command again.
let lessons = [
  Lesson(1, "linear-regression"), Lesson(2, "backpropagation", needing: ["ScalarAutograd"]),
  Lesson(3, "optimizers"), Lesson(4, "regularization"), Lesson(5, "augmentation"),
  Lesson(6, "early-stopping"),
  Lesson(
    7, "from-naive-to-simd", needing: ["MatmulLadder"],
    authorsSettings: optimized + [.unsafeFlags(["-disable-cmo"])],
    settings: kernels + [.unsafeFlags(["-disable-cmo"])]),
  Lesson(8, "seeing"),
  Lesson(9, "remembering"),
  Lesson(10, "attending", needing: ["ScalarAutograd"]),
  Lesson(11, "meaning"),
  Lesson(12, "playing", needing: ["Games"]),
  Lesson(
    13, "extending", needing: ["GradientChecking", "MatmulLadder"],
    settings: kernels + [.unsafeFlags(["-disable-cmo"])]),
  Lesson(14, "out-into-the-world"),
]

struct Lesson {
  /// What imports the lesson depends on these two.
  let modules: [Target.Dependency]
  /// What the author writes.
  var authors: Target.Dependency { modules[0] }
  let targets: [Target]

  init(
    _ number: Int, _ name: String, needing others: [Target.Dependency] = [],
    authorsSettings: [SwiftSetting] = [], settings: [SwiftSetting] = []
  ) {
    let number = number < 10 ? "0\(number)" : "\(number)"
    modules = [.byName(name: "Curriculum\(number)"), .byName(name: "Lesson\(number)")]
    targets = [
      .target(
        name: "Curriculum\(number)",
        dependencies: framework + ["Curriculum", "Plotting"] + others,
        path: "Sources/Curriculum/Lesson\(number)", swiftSettings: authorsSettings),
      .target(
        name: "Lesson\(number)",
        dependencies: framework + ["Curriculum", modules[0]] + others,
        path: "Lessons/\(number)-\(name)", exclude: ["README.md", "plots"],
        swiftSettings: settings),
      .testTarget(
        name: "Lesson\(number)Tests",
        dependencies: framework + ["Curriculum", "TestSupport"] + modules),
    ]
  }
}

// With GRADUS_WITHOUT_COURSE=1 the package is the framework and its tests alone: no lessons, and no
// command `gradus`, which knows them all.
let isWithoutCourse = ProcessInfo.processInfo.environment["GRADUS_WITHOUT_COURSE"] == "1"
let course: [Target] =
  [
    // The rungs of lesson 7, its solution among them, and the loops of lesson 13: compiled as the kernels are.
    .target(
      name: "MatmulLadder", dependencies: framework + ["Curriculum"], swiftSettings: kernels),
    // Programs with a fault, and the file in which a learner repairs the one that is handed out.
    .target(
      name: "Debugging", dependencies: framework + ["Curriculum", "Games", "Plotting"],
      path: "Sources/Curriculum/Debugging"),
    .target(
      name: "HandedOut", dependencies: framework + ["Curriculum", "Debugging", "Games"],
      path: "Lessons/Debug"),
    // What the exercises' functions make together.
    .target(
      name: "OwnFramework",
      dependencies: framework
        + ["Curriculum", "Games", "MatmulLadder", "Plotting"] + lessons.map(\.authors),
      path: "Sources/Curriculum/OwnFramework"),
    .testTarget(
      name: "OwnFrameworkTests",
      dependencies: framework
        + ["Curriculum", "MatmulLadder", "OwnFramework", "Plotting"] + lessons.map(\.authors)),
    .executableTarget(
      name: "GradusCommand",
      dependencies: framework
        + [
          "Benchmarks", "Curriculum", "Debugging", "HandedOut", "Interop", "OwnFramework",
          "Plotting",
        ]
        + lessons.flatMap(\.modules)),
    .testTarget(
      name: "CurriculumTests",
      dependencies: framework
        + ["Curriculum", "Games", "GradusCommand", "MatmulLadder", "TestSupport"]
        + lessons.flatMap(\.modules),
      exclude: ["Mutants/table.txt"]),
    .testTarget(
      name: "DebuggingTests", dependencies: framework + ["Curriculum", "Debugging", "Games"]),
    .testTarget(
      name: "GradusCommandTests",
      dependencies: framework
        + ["Curriculum", "Debugging", "GradusCommand", "Interop", "OwnFramework", "TestSupport"]),
  ] + lessons.flatMap(\.targets)

let package = Package(
  name: "Gradus",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Gradus", targets: ["Gradus"]),
    .library(name: "Games", targets: ["Games"]),
    .library(name: "Interop", targets: ["Interop"]),
    .library(name: "GradientChecking", targets: ["GradientChecking"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "ScalarAutograd", targets: ["ScalarAutograd"]),
    .executable(name: "examples", targets: ["Examples"]),
    .executable(name: "fuzz", targets: ["Fuzzer"]),
  ] + (isWithoutCourse ? [] : [.executable(name: "gradus", targets: ["GradusCommand"])]),
  targets: [
    .target(name: "SIMDKernels", swiftSettings: kernels),
    .target(name: "TensorCore", dependencies: ["SIMDKernels"], swiftSettings: optimized),
    .target(name: "Files", swiftSettings: readers),
    .target(name: "Autograd", dependencies: ["TensorCore"], swiftSettings: optimized),
    .target(name: "Serialization", dependencies: ["Files", "TensorCore"], swiftSettings: readers),
    .target(
      name: "DataLoading", dependencies: ["Files", "Serialization", "TensorCore"],
      swiftSettings: readers),
    .target(name: "Layers", dependencies: ["Autograd", "TensorCore"], swiftSettings: optimized),
    .target(
      name: "Training",
      dependencies: ["Autograd", "DataLoading", "Files", "Layers", "Serialization", "TensorCore"],
      swiftSettings: readers),
    .target(
      name: "Gradus",
      dependencies: [
        "Autograd", "DataLoading", "Files", "Layers", "Serialization", "TensorCore", "Training",
      ],
      swiftSettings: optimized),

    // Out to other frameworks and back.
    .target(
      name: "Interop",
      dependencies: ["Autograd", "Files", "Layers", "Serialization", "TensorCore", "Training"],
      swiftSettings: optimized),
    .target(name: "Games", dependencies: ["TensorCore"], swiftSettings: optimized),
    .target(
      name: "GradientChecking",
      dependencies: ["Autograd", "DataLoading", "Games", "Layers", "TensorCore", "Training"],
      swiftSettings: optimized),
    .target(name: "Plotting"),
    .target(name: "ScalarAutograd", swiftSettings: optimized),
    // What lessons are made of: exercises, how they are judged, what experiments print and draw with.
    .target(
      name: "Curriculum", dependencies: framework + ["Plotting"],
      path: "Sources/Curriculum/Mechanism"),
    // Optimized, so that what is measured does not depend on how the tool was built.
    .target(
      name: "Benchmarks", dependencies: framework + ["Games"], exclude: ["peers.py", "sweep.py"],
      swiftSettings: optimized),

    // Models of one's own, each a program in one file.
    .executableTarget(
      name: "Examples", dependencies: framework + ["Games", "Plotting"], swiftSettings: optimized),

    // Feeds the readers of files with broken ones.
    .executableTarget(
      name: "Fuzzer", dependencies: framework + ["Curriculum", "PlantedFaults"],
      swiftSettings: optimized),
    .target(name: "PlantedFaults", swiftSettings: readers),

    // Slow oracles and what the tests share; optimized, because test targets are not.
    .target(
      name: "TestSupport", dependencies: framework + ["Curriculum"], path: "Tests/TestSupport",
      swiftSettings: optimized),
    .testTarget(name: "AutogradTests", dependencies: framework),
    .testTarget(name: "BenchmarksTests", dependencies: framework + ["Benchmarks"]),
    // What a script wrote is read where it lies.
    .testTarget(name: "DataLoadingTests", dependencies: framework, exclude: ["Fixtures"]),
    .testTarget(name: "GamesTests", dependencies: ["Games", "TensorCore"], exclude: ["Fixtures"]),
    .testTarget(
      name: "GradientCheckingTests", dependencies: framework + ["Games", "GradientChecking"]),
    // Compiled as the kernels are: one of its articles adds a kernel, and hands registers to and fro.
    .testTarget(
      name: "GradusTests",
      dependencies: framework + ["Games", "GradientChecking", "TestSupport"],
      swiftSettings: kernels),
    .testTarget(
      name: "ExamplesTests",
      dependencies: framework + ["Examples", "Games", "GradientChecking", "TestSupport"]),
    .testTarget(
      name: "FuzzerTests", dependencies: framework + ["Curriculum", "Fuzzer"],
      exclude: ["Corpus"]),
    .testTarget(
      name: "InteropTests", dependencies: framework + ["Interop"],
      exclude: ["Fixtures", "foreign_checkpoints.py", "onnx_check.py"]),
    .testTarget(
      name: "LayersTests", dependencies: framework + ["TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "PlottingTests", dependencies: ["Plotting"]),
    // The Swift half of a script that shows that weights travel to PyTorch and back.
    .executableTarget(
      name: "PythonRoundTrip", dependencies: framework, path: "Tests/PythonRoundTrip",
      exclude: ["residual.py", "roundtrip.py", "twin.py", "twin.tsv"]),
    // What the script wrote is read where it lies; it needs no place in the bundle.
    .testTarget(
      name: "PyTorchParityTests", dependencies: framework + ["PythonRoundTrip"],
      exclude: ["Fixtures"]),
    .testTarget(name: "SIMDKernelsTests", dependencies: ["SIMDKernels", "TestSupport"]),
    .testTarget(name: "ScalarAutogradTests", dependencies: ["ScalarAutograd"]),
    .testTarget(
      name: "SerializationTests", dependencies: framework + ["Curriculum"], exclude: ["Fixtures"]),
    .testTarget(name: "TensorCoreTests", dependencies: framework + ["TestSupport"]),
    .testTarget(name: "TrainingTests", dependencies: framework),
  ] + (isWithoutCourse ? [] : course)
)

// Tests are not optimized in a release build either: what they test is, and they compile in a fraction of the time.
for target in package.targets where target.type == .test && target.swiftSettings == nil {
  target.swiftSettings = [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}
