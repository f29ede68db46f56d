import MatmulLadder
import Testing

@testable import Curriculum07

/// The tools with which lesson 7 judges.
@Suite("Lesson 7's judge")
struct SpeedCheckTests {
  @Test("a ratio of speeds is found") func ratio() {
    let numbers = (0..<20_000).map { Float($0 % 5) }
    var sum: Float = 0
    func work(_ times: Int) {
      numbers.withUnsafeBufferPointer {
        for _ in 0..<times {
          sum += GivenRungs.plainDot($0.baseAddress!, $0.baseAddress!, count: 20_000)
        }
      }
    }
    let ratio = speedRatio(atLeast: 3, { work(1) }, over: { work(6) })
    #expect((3...12).contains(ratio))
    #expect(speedRatio(atLeast: 1.5, { work(3) }, over: { work(3) }) < 1.5)
    #expect(sum > 0)
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
