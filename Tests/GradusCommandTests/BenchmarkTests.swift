import Foundation
import Testing

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
  }

  @Test("with --json, an object a line for each workload asked for, in that order")
  func json() async throws {
    let names = ["digits_mlp_64_32_10_b32", "linear_regression_b32"]
    let run = try await ToolRun(["benchmark", "--json"] + names)
    #expect(run.code == 0)
    let lines = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.map(\.workload) == names)
    for line in lines {
      #expect(line.backend == "naive" && line.threads == 1 && line.unit == "us/step")
      // Wide, because other tests run beside; a digits step is some thousand operations.
      #expect((1...10_000).contains(line.value), "\(line.workload)")
    }
  }

  @Test("an unknown workload is a usage error with a suggestion") func unknown() async throws {
    let run = try await ToolRun("benchmark", "linear_regresion_b32")
    #expect(run.code == 64)
    #expect(
      run.errors.contains(
        "unknown workload \"linear_regresion_b32\"; did you mean \"linear_regression_b32\"?"))
    #expect(try await ToolRun("benchmark", "--jsn").errors.contains("did you mean \"--json\"?"))
  }
}
