import GradientChecking
import Testing
import Training

@Suite struct SoftlandingTests {
  @Test("its rates are right, before and after the end") func rates() {
    let problems = checkSchedule(
      Softlanding(from: 0.5, steps: 10), steps: 30, rates: [0: 0.5, 10: 0.25, 30: 0.0625],
      largestChange: 0.04)
    #expect(problems == [])
  }
}
