import TensorCore
import TestSupport
import Testing

@Suite struct IndexingTests {
  @Test func readingByPosition() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in shapes(upToRank: 4, extents: [1, 2, 3]) where !shape.isEmpty {
        let x = Tensor<S>.random(shape, seed: 1)
        let expected = OracleTensor(x)
        for p in positions(in: shape) {
          #expect(element(of: x, at: p) == expected[p], "position \(p) of \(shape)")
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func writingByPosition() {
    func check<S: TensorScalar>(_: S.Type) {
      for shape in [
        [5], [1], [3, 2], [1, 7], [2, 3, 5], [3, 1, 2], [2, 3, 1, 5], [2, 2, 3, 3],
      ] {
        for p in positions(in: shape) {
          var x = Tensor<S>.random(shape, seed: 2)
          var expected = OracleTensor(x)
          setElement(of: &x, at: p, to: 99)
          expected[p] = 99
          #expect(difference(x, expected) == nil)
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func compoundAssignmentToAnElement() {
    var counts = Tensor<Int>([0, 0, 0])
    counts[1] += 2
    counts[1] *= 5
    #expect(counts == [0, 10, 0])
  }
}

/// The element through the subscript of its rank.
func element<Element>(of x: Tensor<Element>, at p: [Int]) -> Element {
  switch p.count {
  case 1: x[p[0]]
  case 2: x[p[0], p[1]]
  case 3: x[p[0], p[1], p[2]]
  default: x[p[0], p[1], p[2], p[3]]
  }
}

/// Writes an element through the subscript of its rank.
func setElement<Element>(of x: inout Tensor<Element>, at p: [Int], to value: Element) {
  switch p.count {
  case 1: x[p[0]] = value
  case 2: x[p[0], p[1]] = value
  case 3: x[p[0], p[1], p[2]] = value
  default: x[p[0], p[1], p[2], p[3]] = value
  }
}
