import Foundation
import Testing

@testable import Plotting

@Suite struct AxisTests {
  func labels(
    _ range: ClosedRange<Double>, _ scale: Chart.Scale = .linear, atMost count: Int = 6,
    unicode: Bool = true
  ) -> [String] {
    Axis(scale: scale, range: range, values: []).ticks(atMost: count, unicode: unicode)
      .map(\.label).filter { !$0.isEmpty }
  }

  @Test func linearLabelsAreRoundAndFreeOfNoise() {
    #expect(labels(0...0.5) == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"])
    #expect(labels(-3...3, atMost: 6) == ["−3", "−2", "−1", "0", "1", "2", "3"])
    #expect(labels(2700...6300, atMost: 4) == ["3000", "4000", "5000", "6000"])
    #expect(labels(0...10, atMost: 5) == ["0", "2", "4", "6", "8", "10"])
    #expect(labels(0...10, atMost: 3) == ["0", "5", "10"])
  }

  @Test func veryLargeAndVerySmallValuesSharePowersOfTen() {
    #expect(labels(0...2e7, atMost: 4) == ["0", "0.5×10⁷", "1.0×10⁷", "1.5×10⁷", "2.0×10⁷"])
    #expect(labels(0...4e-7, atMost: 2, unicode: false) == ["0", "2e-7", "4e-7"])
    #expect(labels(100_000...100_004, atMost: 2) == ["100000", "100002", "100004"])
  }

  @Test(arguments: [1e-280, 1e-12, 0.37, 8, 12345, 1e12, 1e299])
  func stepsAreOneTwoOrFive(size: Double) throws {
    for count in 2...9 {
      let axis = Axis(scale: .linear, range: 0...size, values: [])
      let ticks = axis.ticks(atMost: count, unicode: false)
      #expect((2...count + 1).contains(ticks.count), "\(size) with \(count)")
      let second = try #require(ticks.dropFirst().first)
      let step = second.fraction * size
      let digit = step / pow(10, log10(step * 1.000001).rounded(.down))
      #expect([1, 2, 5].contains { abs(digit - $0) < 1e-6 }, "\(size) with \(count): \(digit)")
    }
  }

  @Test func logarithmicAxesShowPowersOfTenAndMinorMarks() {
    #expect(labels(0.01...100, .logarithmic) == ["0.01", "0.1", "1", "10", "100"])
    #expect(labels(1e-5...1e-3, .logarithmic) == ["10⁻⁵", "10⁻⁴", "10⁻³"])
    #expect(labels(1e-5...1e-3, .logarithmic, unicode: false) == ["1e-5", "1e-4", "1e-3"])
    #expect(labels(20...170, .logarithmic) == ["20", "50", "100"])
    #expect(labels(3.1...3.9, .logarithmic, atMost: 4) == ["3.2", "3.4", "3.6", "3.8"])
    // With little room the labels become fewer instead of falling back to linear steps.
    #expect(labels(5...5000, .logarithmic, atMost: 2) == ["10", "1000"])
    #expect(labels(20...170, .logarithmic, atMost: 2) == ["50", "100"])
    let axis = Axis(scale: .logarithmic, range: 1...100, values: [])
    #expect(axis.ticks(atMost: 6, unicode: true).count == 19)
    #expect(labels(1e-200...1e200, .logarithmic).count <= 7)
  }

  @Test func valuesBecomeFractions() {
    let linear = Axis(scale: .linear, range: 10...20, values: [])
    #expect(linear.fraction(of: 15) == 0.5)
    #expect(linear.fraction(of: 25) == 1.5)
    for value in [Double.nan, .infinity, -.infinity, 1e301] {
      #expect(linear.fraction(of: value) == nil)
    }
    let logarithmic = Axis(scale: .logarithmic, range: 1...10000, values: [])
    #expect(abs(logarithmic.fraction(of: 100)! - 0.5) < 1e-12)
    #expect(logarithmic.fraction(of: 0) == nil)
    #expect(logarithmic.fraction(of: -1) == nil)
  }

  @Test func constantValuesLieInTheMiddle() throws {
    for scale in [Chart.Scale.linear, .logarithmic] {
      for value in [1e-299, 3, 1e16, 1e299] {
        let axis = Axis(scale: scale, range: nil, values: [value, value, .nan])
        let fraction = try #require(axis.fraction(of: value))
        #expect(abs(fraction - 0.5) < 1e-6, "\(scale) \(value)")
        #expect(axis.ticks(atMost: 5, unicode: true).allSatisfy { $0.fraction.isFinite })
      }
    }
    #expect(Axis(scale: .linear, range: nil, values: [0]).fraction(of: 0) == 0.5)
  }

  @Test func fittingTicksKeepTheirDistance() {
    let axis = Axis(scale: .linear, range: 0...100_000, values: [])
    let ticks = axis.ticks(fitting: 30, atMost: 10, gap: 2, unicode: false) { Double($0.count) }
    for (before, after) in zip(ticks, ticks.dropFirst()) {
      let room = Double(before.label.count + after.label.count) / 2 + 2
      #expect((after.fraction - before.fraction) * 30 >= room)
    }
    #expect(ticks.count >= 2)
  }

  @Test func coordinatesHaveAtMostTwoDecimals() {
    let expected = [
      (0.0, "0"), (1.0, "1"), (-0.001, "0"), (1.005, "1"), (2.5, "2.5"), (-12.346, "-12.35"),
      (0.07, "0.07"), (99.999, "100"),
    ]
    for (value, text) in expected { #expect(NumberText.coordinate(value) == text) }
  }
}
