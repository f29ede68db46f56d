import TensorCore
import TestSupport
import Testing

@Suite struct ComparisonTests {
  @Test func floatsCompare() { checkComparisons { Tensor<Float>.randomIntegers($0, seed: $1) } }
  @Test func doublesCompare() { checkComparisons { Tensor<Double>.randomIntegers($0, seed: $1) } }
  @Test func integersCompare() { checkComparisons { Tensor<Int>.randomIntegers($0, seed: $1) } }

  private func checkComparisons<E: TensorElement & Comparable & ExpressibleByIntegerLiteral>(
    _ random: ([Int], UInt64) -> Tensor<E>
  ) {
    for (left, right) in broadcastablePairs(upToRank: 3, extents: [0, 1, 3]) {
      let x = random(left, 1)
      let y = random(right, 2)
      let a = OracleTensor(x)
      let b = OracleTensor(y)
      #expect(difference(x .== y, a.combined(with: b) { $0 == $1 }) == nil)
      #expect(difference(x .!= y, a.combined(with: b) { $0 != $1 }) == nil)
      #expect(difference(x .< y, a.combined(with: b) { $0 < $1 }) == nil)
      #expect(difference(x .<= y, a.combined(with: b) { $0 <= $1 }) == nil)
      #expect(difference(x .> y, a.combined(with: b) { $0 > $1 }) == nil)
      #expect(difference(x .>= y, a.combined(with: b) { $0 >= $1 }) == nil)
    }
    for shape in [[], [0], [7], [2, 5]] {
      let x = random(shape, 3)
      let a = OracleTensor(x)
      #expect(difference(x .== 1, a.map { $0 == 1 }) == nil)
      #expect(difference(x .!= 1, a.map { $0 != 1 }) == nil)
      #expect(difference(x .< 1, a.map { $0 < 1 }) == nil)
      #expect(difference(x .<= 1, a.map { $0 <= 1 }) == nil)
      #expect(difference(x .> 1, a.map { $0 > 1 }) == nil)
      #expect(difference(x .>= 1, a.map { $0 >= 1 }) == nil)
    }
  }

  @Test func nothingComparesWithNaN() {
    let x = Tensor<Float>([.nan, .nan, 1])
    let y = Tensor<Float>([.nan, 1, .nan])
    #expect((x .== y).trueCount == 0 && (x .!= y).trueCount == 3)
    #expect((x .< y).trueCount == 0 && (x .<= y).trueCount == 0)
    #expect((x .> y).trueCount == 0 && (x .>= y).trueCount == 0)
  }

  @Test func truthTables() {
    let a: Tensor<Bool> = [false, false, true, true]
    let b: Tensor<Bool> = [false, true, false, true]
    #expect((a .& b) == [false, false, false, true])
    #expect((a .| b) == [false, true, true, true])
    #expect(.!a == [true, true, false, false])
    for (left, right) in broadcastablePairs(upToRank: 3, extents: [0, 1, 3]) {
      let x = Tensor<Bool>.random(left, seed: 1)
      let y = Tensor<Bool>.random(right, seed: 2)
      let a = OracleTensor(x)
      let b = OracleTensor(y)
      #expect(difference(x .& y, a.combined(with: b) { $0 && $1 }) == nil)
      #expect(difference(x .| y, a.combined(with: b) { $0 || $1 }) == nil)
    }
  }

  @Test func countingTruth() {
    let mixed: Tensor<Bool> = [[true, false], [true, true]]
    #expect(mixed.trueCount == 3 && mixed.any() && !mixed.all())
    let none = Tensor(repeating: false, shape: [3])
    #expect(none.trueCount == 0 && !none.any() && !none.all())
    let all = Tensor(repeating: true, shape: [3])
    #expect(all.trueCount == 3 && all.any() && all.all())
    let empty = Tensor(repeating: true, shape: [0])
    #expect(empty.trueCount == 0 && !empty.any() && empty.all())
  }

  @Test func selectChoosesElementByElement() {
    let x: Tensor<Float> = [-1, 2, -3]
    #expect(select(x .> 0, x, Tensor(0)) == [0, 2, 0])
    #expect(select([[true], [false]], x, -x) == [[-1, 2, -3], [1, -2, 3]])
    #expect(select([true, false], Tensor<Int>([1, 2]), Tensor<Int>([3, 4])) == [1, 4])
  }

  @Test func selectBroadcastsAllThree() {
    func check<S: TensorScalar>(_: S.Type) {
      let all = shapes(upToRank: 2, extents: [0, 1, 3]) + [[2, 1, 3], [2, 3, 1], [1, 1, 1, 1]]
      for first in all {
        for second in all {
          for third in all {
            guard let common = broadcastShape(second, third),
              let shape = broadcastShape(first, common)
            else { continue }
            let condition = Tensor<Bool>.random(first, seed: 1)
            let x = Tensor<S>.random(second, seed: 2)
            let y = Tensor<S>.random(third, seed: 3)
            let (c, a, b) = (OracleTensor(condition), OracleTensor(x), OracleTensor(y))
            let expected = OracleTensor(shape) { position in
              c.broadcastElement(at: position)
                ? a.broadcastElement(at: position) : b.broadcastElement(at: position)
            }
            #expect(difference(select(condition, x, y), expected) == nil)
          }
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
