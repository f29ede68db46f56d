import Foundation
import TensorCore
import Testing
import Training

@Suite("ranges and spaces of settings") struct SettingSpaceTests {
  @Test("a range is a way from 0 to 1")
  func values() {
    #expect(SettingRange.uniform(from: -1, to: 3).value(at: 0.25) == 0.0)
    let rates = SettingRange.logUniform(from: 1e-4, to: 1)
    #expect([0, 0.25, 0.5, 1].map { rates.value(at: $0) } == [1e-4, 1e-3, 1e-2, 1.0])
    let counts = SettingRange.integers(from: -2, to: 3)
    #expect([0, 0.5, 0.6, 1].map { counts.value(at: $0) } == [-2, 1, 1, 3])
    let names = SettingRange.choice(["a", "b", 7])
    #expect([0, 0.33, 0.34, 0.67, 1].map { names.value(at: $0) } == ["a", "a", "b", 7, 7])
    #expect(rates.isLogarithmic && !counts.isLogarithmic)
    #expect(names.choices == ["a", "b", 7] && counts.choices == nil)
  }

  @Test("the widest ranges stay within their bounds")
  func extremes() {
    let most = Double.greatestFiniteMagnitude
    for range in [
      SettingRange.uniform(from: -most, to: most),
      .logUniform(from: .leastNonzeroMagnitude, to: most),
    ] {
      for fraction in [0, 1e-300, 0.3, 0.5, 1 - 0x1p-53, 1] {
        guard case .number(let value) = range.value(at: fraction) else { return }
        #expect(value.isFinite, "\(range) at \(fraction)")
      }
    }
    #expect(
      SettingRange.integers(from: -1 << 53, to: 1 << 53).value(at: 1) == .number(0x1p53))
  }

  /// Of draws between 10⁻⁴ and 1, a quarter lies in each decade: of 4000, 1000 with a standard deviation of
  /// √(4000·¼·¾) = 27.
  @Test("a log-uniform draw has as many in each decade, and a uniform one has not")
  func decades() {
    var generator = RandomGenerator(seed: 3)
    let range = SettingRange.logUniform(from: 1e-4, to: 1)
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 {
      guard case .number(let value) = range.draw(using: &generator) else { return }
      counts[min(3, Int(log10(value) + 4))] += 1
    }
    #expect(counts.allSatisfy { abs($0 - 1000) < 5 * 27 }, "\(counts)")
    let linear = SettingRange.uniform(from: 1e-4, to: 1)
    let small = (0..<1000).count { _ in
      if case .number(let value) = linear.draw(using: &generator) { value < 0.1 } else { false }
    }
    #expect(small < 200)
  }

  @Test("each whole number of a range is as likely, the ends too")
  func integers() {
    var generator = RandomGenerator(seed: 4)
    let range = SettingRange.integers(from: 5, to: 8)
    var counts: [SettingValue: Int] = [:]
    for _ in 0..<4000 { counts[range.draw(using: &generator), default: 0] += 1 }
    #expect(Set(counts.keys) == [5, 6, 7, 8])
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 5 * 27 }, "\(counts)")
  }

  private static let space = SettingSpace([
    "rate": .logUniform(from: 0.01, to: 1), "layers": .integers(from: 1, to: 2),
    "optimizer": .choice(["SGD", "Adam"]),
  ])

  @Test("a grid has every combination once, the last name changing fastest")
  func grid() {
    let grid = Self.space.grid(3)
    #expect(grid.count == 3 * 2 * 2)
    #expect(grid[0] == Setting(["rate": 0.01, "layers": 1, "optimizer": "SGD"]))
    #expect(grid[1] == Setting(["rate": 0.01, "layers": 1, "optimizer": "Adam"]))
    #expect(grid[4] == Setting(["rate": 0.1, "layers": 1, "optimizer": "SGD"]))
    #expect(Set(grid.map(\.description)).count == grid.count)
    #expect(
      Self.space.grid(1).map(\.description)
        == ["SGD", "Adam"].map { "layers 2, optimizer \($0), rate 0.1" })
  }

  @Test("a random search is that of its seed, and a longer one begins with it")
  func random() {
    var (one, other, third) = (
      RandomGenerator(seed: 1), RandomGenerator(seed: 1), RandomGenerator(seed: 2)
    )
    let settings = Self.space.random(5, using: &one)
    #expect(Array(Self.space.random(9, using: &other).prefix(5)) == settings)
    #expect(Self.space.random(5, using: &third) != settings)
    #expect(Set(settings.map { $0.number("rate") }).count == 5)
  }

  @Test("values are read by name and kind, and kept in JSON with all their bits")
  func setting() throws {
    let setting = Setting(["rate": 0.1, "width": 32, "optimizer": "Adam"])
    #expect(setting.number("rate") == 0.1 && setting.integer("width") == 32)
    #expect(setting.text("optimizer") == "Adam" && setting["width"] == 32)
    #expect(setting.description == "optimizer Adam, rate 0.1, width 32")
    let odd = Setting(["a": .number(0.1 + 0.2), "b": .number(.leastNonzeroMagnitude), "c": "1"])
    let copy = try JSONDecoder().decode(Setting.self, from: JSONEncoder().encode(odd))
    #expect(copy == odd)
  }
}

@Suite("wrong ranges and spaces") struct SettingTrapTests {
  @Test func emptyUniform() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingRange.uniform(from: 2, to: 2)
    }
    expect(
      "uniform: expected a range that is not empty, found 2.0 to 2.0", in: result,
      at: "SettingSpaceTests.swift:")
  }

  @Test func infiniteUniform() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingRange.uniform(from: 0, to: .infinity)
    }
    expect("uniform: expected a finite bound, found inf", in: result)
  }

  @Test("a logarithm begins above 0", arguments: [0, -0.5]) func logarithmOf(_ bound: Double) async
  {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [bound = bound as Double] in
      _ = SettingRange.logUniform(from: bound, to: 1)
    }
    expect("logUniform: expected a finite bound above 0, found \(bound)", in: result)
  }

  @Test func emptyIntegers() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingRange.integers(from: 3, to: 2)
    }
    expect("integers: expected a range that is not empty, found 3 to 2", in: result)
  }

  @Test func noChoice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingRange.choice([])
    }
    expect("choice: expected at least 1 value, found none", in: result)
  }

  @Test func choiceTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingRange.choice(["a", "b", "a"])
    }
    expect("choice: expected values that differ", in: result)
  }

  @Test func emptySpace() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingSpace([:])
    }
    expect("SettingSpace: expected at least 1 range, found none", in: result)
  }

  @Test func nameTwice() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SettingSpace(["a": .choice([1]), "a": .choice([2])])
    }
    expect("SettingSpace: \"a\" stands twice", in: result)
  }

  @Test func hugeGrid() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let range = SettingRange.uniform(from: 0, to: 1)
      _ = SettingSpace(["a": range, "b": range]).grid(.max)
    }
    expect("grid: expected at most 1000000 combinations, found 8.507e+37", in: result)
  }

  @Test func missingName() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Setting(["rate": 0.1, "width": 2]).integer("widht")
    }
    expect(
      "Setting: there is no \"widht\"; there are \"rate\", \"width\"", in: result,
      at: "SettingSpaceTests.swift:")
  }

  @Test func infiniteNumber() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Setting(["rate": .number(.infinity)])
    }
    expect("Setting: expected a finite rate, found inf", in: result)
  }

  @Test func wrongKind() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Setting(["rate": 0.1]).integer("rate")
    }
    expect("Setting: expected a whole number as \"rate\", found 0.1", in: result)
  }
}
