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
    #expect(now == 7 * 1.75, "seven turns, where the answer is clear")
  }

  @Test("what disturbs one of the two in some turns does not count")
  func median() {
    for disturbed in 0..<7 {
      for isReference in [true, false] {
        var (now, turn) = (0.0, -1)
        let ratio = speedRatio(
          atLeast: 2, clock: { now }, { now += turn % 7 == disturbed && !isReference ? 8 : 0.25 },
          over: {
            turn += 1
            now += turn % 7 == disturbed && isReference ? 8 : 1
          })
        #expect(ratio == 4)
      }
    }
  }

  @Test("below the demanded ratio it measures on for a second") func longer() {
    var now = 0.0
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

  @Test("a fence tells where it was touched, and goes on", arguments: Fenced.Side.allCases)
  func fences(_ side: Fenced.Side) {
    for place in [-3000, -9, -1, 3, 7, 3000] {
      let fenced = Fenced([1, 2, 3], gap: -7, nextTo: side)
      #expect(fenced.numbers == [1, 2, 3] && fenced.breach == nil)
      fenced.pointer[1] = 9
      #expect(fenced.numbers == [1, 9, 3] && fenced.breach == nil)
      fenced.pointer[place] = 0.5
      #expect(fenced.breach == place)
    }
  }

  @Test("what is read and thrown away is noticed, or is the gap's value")
  func reading() {
    let (front, back) = (
      Fenced([1], gap: .nan, nextTo: .front), Fenced([1], gap: .nan, nextTo: .back)
    )
    #expect(front.pointer[1].isNaN && back.pointer[-1].isNaN)
    #expect(front.breach == nil && back.breach == nil)
    #expect(front.pointer[-1] + back.pointer[1] == 0)
    #expect(front.breach == -1 && back.breach == 1)
  }

  @Test("a page is opened once as long as it stays open") func openings() {
    let memory = PageMemory(pages: 4)
    func count(_ order: [Int], openAtOnce: Int, limit: Int = 100) -> Int {
      let watch = PageWatch(0..<4, of: memory, openAtOnce: openAtOnce, limit: limit)
      for page in order {
        memory.start.storeBytes(
          of: 1, toByteOffset: page * PageMemory.pageSize + 8, as: UInt8.self)
      }
      return watch.openings
    }
    #expect(count([], openAtOnce: 2) == 0)
    #expect(count([0, 0, 0], openAtOnce: 2) == 1)
    #expect(count([0, 1, 0, 1, 0, 1], openAtOnce: 2) == 2)
    #expect(count([0, 1, 2, 0, 1, 2], openAtOnce: 2) == 6)
    #expect(count([0, 1, 2, 0, 1, 2], openAtOnce: 3) == 3)
    #expect(count([0, 1, 2, 3, 0, 1, 2, 3], openAtOnce: 1, limit: 5) == 6)
  }

  @Test("there are 60 shapes, ragged and longer than a block") func shapes() {
    let shapes = ProductProblem.judged
    #expect(shapes.count >= 60)
    #expect(shapes.count { $0.m % 4 != 0 && $0.n % 8 != 0 } >= 30)
    #expect(shapes.contains { $0.k > 256 } && shapes.contains { $0.n > 512 })
  }
}
