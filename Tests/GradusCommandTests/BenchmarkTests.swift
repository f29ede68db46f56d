import Foundation
import Testing

@testable import GradusCommand

/// What `gradus benchmark` prints.
@Suite("gradus benchmark")
struct BenchmarkTests {
  /// The keys of a line, in the types that a reader relies on.
  private struct Line: Decodable {
    let workload: String
    let backend: String
    let threads: Int
    let value: Double
    let unit: String
    let best: Double
  }

  /// Quick: what is printed is tested, not how fast it is.
  private static let quick = ["benchmark", "--seconds", "0.01"]

  private func lines(_ arguments: [String]) async throws -> [Line] {
    let run = try await ToolRun(BenchmarkTests.quick + ["--json"] + arguments)
    #expect(run.code == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test("with --json, an object a line for each backend of each workload, in the order asked for")
  func json() async throws {
    let names = ["digits_mlp_64_32_10_b32", "linear_regression_b32"]
    let lines = try await lines(names)
    #expect(lines.map(\.workload) == names.flatMap { [$0, $0] })
    #expect(lines.map(\.backend) == ["naive", "simd", "naive", "simd"])
    for line in lines {
      #expect(line.threads == 1 && line.unit == "us/step")
      #expect(line.best <= line.value && line.best > 0 && line.value.isFinite, "\(line.workload)")
    }
  }

  @Test("a product comes with its yardsticks, or alone") func product() async throws {
    let both = try await lines(["matmul_63"])
    #expect(both.map(\.backend) == ["textbook", "peak", "naive", "simd"])
    #expect(both.allSatisfy { $0.unit == "GFLOP/s" && $0.best >= $0.value })
    #expect(try await lines(["matmul_63", "--backend", "simd"]).map(\.backend) == ["simd"])
  }

  @Test("a product of any shape is measured by its name") func anyShape() async throws {
    let lines = try await lines(["matmul_f64_tb_b2_3x4x5", "--backend", "simd"])
    #expect(lines.map(\.workload) == ["matmul_f64_tb_b2_3x4x5"])
    #expect(lines.map(\.unit) == ["GFLOP/s"])
  }

  @Test("--profile says where a step's time goes, by operation") func profile() async throws {
    let run = try await ToolRun(
      BenchmarkTests.quick + ["--profile", "--backend", "naive", "digits_mlp_64_32_10_b32"])
    #expect(run.code == 0, "\(run.errors)")
    for row in [
      /digits_mlp_64_32_10_b32, naive, us\/step/, /matmul +2 +[\d.]+ +3 +[\d.]+ +\d+ %/,
      /relu +1 +[\d.]+ +1 +/, /outside +[\d.]+ +\d+ %/, /step +[\d.]+\n/,
    ] { #expect(run.output.contains(row)) }
    let product = try await ToolRun(BenchmarkTests.quick + ["--profile", "matmul_63"])
    #expect(product.code == 64 && product.errors.contains("matmul_63 is none"))
  }

  @Test("the processor is named as Linux tells, or not at all") func processor() {
    let known =
      "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\n"
      + "model name\t: AMD EPYC\n"
    #expect(processorName(known) == "AMD EPYC (family 25, model 17)")
    #expect(processorName("model name\t: A: B\nmodel name\t: C\n") == "A: B")
    #expect(processorName("") == nil)
    #expect(processorName("model name") == nil)
  }

  @Test("a process that begins is measured from outside") func processes() async throws {
    let lines = try await lines(["startup", "mnist_cnn_memory", "--backend", "simd"])
    #expect(lines.map(\.unit) == ["ms", "MiB"])
    #expect(lines[0].value > 0 && lines[0].value.isFinite)
    // Three steps on 64 images: at least the activations of the first convolution, 3.2 MB each.
    #expect((8...2_000).contains(lines[1].value))
  }

  @Test("the table has a row per workload, speed-ups, notes, and a chart") func table() async throws
  {
    let folder = try TemporaryFolder()
    let plot = "\(folder.path)/speed.svg"
    let run = try await ToolRun(
      BenchmarkTests.quick + ["matmul_64", "relu_1M", "small_add_16x16", "--plot", plot],
      environment: ["LC_ALL": "C"])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.replacing(plot, with: "").utf8.allSatisfy { $0 < 127 })
    #expect(run.lines.allSatisfy { $0.count <= 80 || $0.contains(plot) })
    #expect(run.output.contains("first cache "))
    #expect(
      run.output.contains(
        /GFLOP\/s, more is better\n +textbook +naive +SIMD +SIMD\/naive +SIMD\/textbook +of peak/))
    #expect(run.output.contains(/\nmatmul_64( +[0-9.]+){3}( +[0-9.]+x){2} +[0-9]+ %\n/))
    #expect(run.output.contains(/\nms, less is better\n +naive +SIMD +SIMD\/naive\n/))
    #expect(run.output.contains("SIMD on 1 thread."))
    let svg = try String(contentsOfFile: plot, encoding: .utf8)
    for text in ["matmul_64", "relu_1M", "small_add_16x16", "textbook", "SIMD"] {
      #expect(svg.contains(">\(text)</text>"))
    }
  }

  /// Arguments that make no sense, and what the answer must contain.
  static let mistakes: [(arguments: String, answer: String)] = [
    (
      "linear_regresion_b32",
      "unknown workload \"linear_regresion_b32\"; did you mean \"linear_regression_b32\"?"
    ),
    ("matmul_513", "unknown workload \"matmul_513\"; did you mean \"matmul_512\"?"),
    ("matmul_64 matmul_64", "matmul_64 is given twice"),
    ("--json --json", "--json is given twice"),
    ("--plot --json", "--plot needs a value after it, and found the option --json"),
    ("--jsn", "unknown option \"--jsn\"; did you mean \"--json\"?"),
    ("--backend smid", "unknown backend \"smid\"; did you mean \"simd\"?"),
    ("--backend", "--backend needs a value after it"),
    ("--threads 0", "--threads: expected a whole number from 1 to "),
    ("--threads 1000000", "the cores of this machine, found \"1000000\""),
    ("--threads two", "found \"two\""),
    ("--seconds nan", "--seconds: expected a number from 0.01 to 60, found \"nan\""),
    ("--seconds 0", "--seconds: expected a number from 0.01 to 60, found \"0\""),
    ("--plot speed.png", "--plot: expected a file such as speed.svg, found \"speed.png\""),
    ("--plot a.svg --backend naive", "it needs --backend both"),
  ]

  @Test("what makes no sense ends with code 64 and a suggestion", arguments: mistakes)
  func mistake(_ mistake: (arguments: String, answer: String)) async throws {
    let run = try await ToolRun(
      ["benchmark"] + mistake.arguments.split(separator: " ").map(String.init))
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains(mistake.answer), "it said: \(run.errors)")
  }

  @Test("a chart that cannot be written is one sentence") func notWritable() async throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url.appending(path: "file"))
    let run = try await ToolRun(
      BenchmarkTests.quick + ["small_add_16x16", "--plot", "\(folder.path)/file/plots/a.svg"])
    #expect(run.code == 1)
    // On a busy machine a progress bar may stand before it.
    #expect(
      run.errors.hasSuffix(
        "gradus: cannot write \(folder.path)/file/plots/a.svg: Not a directory\n"))
  }
}
