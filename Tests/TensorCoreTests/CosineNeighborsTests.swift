import TensorCore
import TestSupport
import Testing

/// Cosines, and the rows that are nearest by them.
@Suite struct CosineNeighborsTests {
  let table = Tensor<Double>([[1, 0], [3, 3], [0, 2], [-1, 0], [0, 0], [5, 5]])

  @Test func byHand() {
    let cosines = cosineSimilarities(table, Tensor([[2, 0]]))
    let half = 0.5.squareRoot()
    #expect((cosines - Tensor([[1], [half], [0], [-1], [0], [half]])).abs().max() < 1e-15)
  }

  @Test("lengths do not matter, however small or large")
  func units() {
    let rows = Tensor<Double>([[3e-200, 4e-200], [3e200, 4e200]])
    #expect((cosineSimilarities(rows, Tensor([[3, 4]])) - 1).abs().max() < 1e-15)
  }

  @Test("the nearest first, and of equal ones the first row; excluded rows are passed over")
  func order() {
    let near = table.nearestRows(to: Tensor([1, 1]), count: 3)
    #expect(near.map(\.row) == [1, 5, 0])
    #expect(
      table.nearestRows(to: Tensor([1, 1]), count: 2, excluding: [1, 0]).map(\.row) == [5, 2])
    #expect(table.nearestRows(to: Tensor([1, 1]), count: 99).count == 6)
    #expect(table.nearestRows(to: Tensor([1, 1]), count: 0).isEmpty)
  }

  @Test("a row that is NaN comes last")
  func notANumber() {
    let table = Tensor<Double>([[.nan, 1], [-1, -1], [1, 1]])
    #expect(table.nearestRows(to: Tensor([1, 1]), count: 3).map(\.row) == [2, 1, 0])
  }

  @Test func whatIsRefused() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor<Double>.ones([4, 3]).nearestRows(to: Tensor([1, 2]), count: 1)
    }.says("nearestRows: expected a table [V, D] and a vector [D], found [4, 3] and [2]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = cosineSimilarities(Tensor<Double>.ones([4, 3]), .ones([4, 2]))
    }.says("cosineSimilarities: expected rows [N, D] and [M, D], found [4, 3] and [4, 2]")
  }
}
