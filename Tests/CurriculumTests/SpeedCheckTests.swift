import Foundation
import MatmulLadder
import Testing

@testable import Curriculum07

/// The tools with which lesson 7 judges.
@Suite("Lesson 7's judge")
struct SpeedCheckTests {
  @Test("a ratio of speeds is found, by a clock that only the work advances") func ratio() {
    var now = 0.0
    let ratio = speedRatio(atLeast: 3, clock: { now }, { now += 0.25 }, over: { now += 1.5 })
    #expect(ratio == 6)
    #expect(now == 5 * 1.75, "five rounds, where the answer is clear")
  }

  @Test("the shortest times count, and below the demanded ratio it measures on for a second")
  func shortest() {
    var (now, calls) = (0.0, 0)
    let disturbed = speedRatio(
      atLeast: 3, clock: { now },
      {
        calls += 1
        now += calls < 4 ? 1 : 0.125
      }, over: { now += 0.5 })
    #expect(disturbed == 4)
    now = 0
    let equal = speedRatio(
      atLeast: 3, clock: { now }, { now += 0.015625 }, over: { now += 0.015625 })
    #expect(equal == 1 && now == 1)
  }

  @Test("the processor's time goes on with its work, and not with sleep") func processor() {
    let start = processorSeconds()
    Thread.sleep(forTimeInterval: 0.05)
    let asleep = processorSeconds() - start
    var sum = 0.0
    while processorSeconds() - start < asleep + 0.01 { sum += 1 }
    #expect(asleep < 0.05 && sum > 0)
  }

  @Test("a fence tells where it was overwritten") func fences() {
    var fenced = Fenced([1, 2, 3], fence: -7)
    #expect(fenced.numbers == [1, 2, 3] && fenced.breach == nil)
    fenced.withPointer { $0[1] = 9 }
    #expect(fenced.numbers == [1, 9, 3] && fenced.breach == nil)
    fenced.withPointer { $0[3] = 0 }
    #expect(fenced.breach == 3)
    var before = Fenced([1, 2, 3], fence: -7)
    before.withPointer { $0[-2] = 0 }
    #expect(before.breach == -2)
    #expect(Fenced([1], fence: .nan).withCopy { $0[1].isNaN && $0[-1].isNaN })
  }

  @Test("there are 60 shapes, ragged and longer than a block") func shapes() {
    let shapes = ProductProblem.judged
    #expect(shapes.count >= 60)
    #expect(shapes.count { $0.m % 4 != 0 && $0.n % 8 != 0 } >= 30)
    #expect(shapes.contains { $0.k > 256 } && shapes.contains { $0.n > 512 })
  }
}

extension Fenced {
  fileprivate func withCopy<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
    var copy = self
    return copy.withPointer(body)
  }
}
