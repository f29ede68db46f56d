import Testing
import Training

@Suite struct SoftlandingTests {
  @Test("values by hand") func values() {
    let schedule = Softlanding(from: 0.5, steps: 10)
    #expect(schedule(0) == 0.5 && schedule(10) == 0.25 && schedule(30) == 0.0625)
  }
}
