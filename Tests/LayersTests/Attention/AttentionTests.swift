import Autograd
import Layers
import TensorCore
import TestSupport
import Testing

/// What attention promises beside its values, which PyTorch's fixtures hold.
@Suite struct AttentionTests {
  @Test("a query that may look at nothing gets zeros, and NaN is not hidden")
  func blindRows() {
    let x = Variable(Tensor<Double>.random([2, 3], seed: 1))
    let mask = Tensor<Bool>([[false, false], [true, false]])
    let seen = scaledDotProductAttention(x, x, x, mask: .allowed(mask)).value
    #expect(seen[0, 0...] == .zeros([3]))
    #expect(seen[1, 0...] == x.value[0, 0...])
    let added = Variable(
      Tensor<Double>([[-Double.infinity, -Double.infinity], [0, -Double.infinity]]))
    #expect(scaledDotProductAttention(x, x, x, mask: .added(added)).value == seen)
    var broken = x.value
    broken[0, 0] = .nan
    let result = scaledDotProductAttention(Variable(broken), x, x, isCausal: true).value
    #expect(result.elements.map(\.isNaN) == [true, true, true, false, false, false])
  }

  @Test("heads that share keys are those heads with copies of the keys")
  func groupedHeads() {
    let q = Variable(Tensor<Double>.random([2, 6, 3, 4], seed: 1))
    let k = Variable(Tensor<Double>.random([2, 2, 5, 4], seed: 2))
    let v = Variable(Tensor<Double>.random([2, 2, 5, 4], seed: 3))
    let copies = [0, 0, 0, 1, 1, 1]
    #expect(
      scaledDotProductAttention(q, k, v).value
        == scaledDotProductAttention(
          q, k.gather(copies, along: 1), v.gather(copies, along: 1)
        ).value)
  }

  @Test("padding changes nothing: each sequence gets what it gets alone")
  func padding() {
    var generator = RandomGenerator(seed: 1)
    var (layer, context) = (
      MultiHeadAttention<Double>(6, heads: 2, using: &generator), Context.inference
    )
    let x = Tensor<Double>.random([2, 5, 6], seed: 2)
    let both = layer.forward(
      AttentionInput(Variable(x), mask: .lengths([3, 5])), in: &context
    ).value
    let alone = layer.forward(AttentionInput(Variable(x[0..<1, 0..<3])), in: &context).value
    #expect(both[0..<1, 0..<3].isClose(to: alone, absoluteTolerance: 1e-14).all())
  }

  @Test("rotary scores depend on the distance of the positions alone")
  func rotaryDistance() {
    let q = Variable(Tensor<Double>.random([1, 8], seed: 1))
    let k = Variable(Tensor<Double>.random([1, 8], seed: 2))
    func score(_ i: Int, _ j: Int) -> Double {
      matmul(rotated(q, from: i), rotated(k, from: j), transposeB: true).value.elements[0]
    }
    #expect(abs(score(3, 1) - score(12, 10)) < 1e-13)
    #expect(abs(score(3, 1) - score(3, 2)) > 1e-3)
    #expect(score(0, 0) == matmul(q, k, transposeB: true).value.elements[0])
  }

  @Test("without positions a causal model's last token does not feel the order of those before")
  func orderWithoutPositions() {
    func last(_ tokens: Tensor<Int>, _ positions: PositionEncoding) -> Tensor<Double> {
      var generator = RandomGenerator(seed: 4)
      let model = GPT<Double>(
        vocabulary: 6, context: 5, width: 8, heads: 2, layers: 1, positions: positions,
        using: &generator)
      return model(tokens)[0, 4, 0...]
    }
    let (one, other): (Tensor<Int>, Tensor<Int>) = ([[1, 2, 3, 4, 0]], [[4, 2, 1, 3, 0]])
    #expect(last(one, .none).isClose(to: last(other, .none), absoluteTolerance: 1e-15).all())
    for positions in PositionEncoding.allCases where positions != .none {
      let difference = (last(one, positions) - last(other, positions)).abs().max()
      #expect(difference > 1e-6, "\(positions)")
    }
  }

  @Test("weights are collected for pictures where the caller asks for them")
  func maps() throws {
    var generator = RandomGenerator(seed: 1)
    var model = GPT<Float>(
      vocabulary: 4, context: 3, width: 4, heads: 2, layers: 2, using: &generator)
    var context = Context.inference
    context[AttentionMaps<Float>.self] = [:]
    _ = model.forward([[1, 2, 0]], as: "model", in: &context)
    let maps = try #require(context[AttentionMaps<Float>.self])
    #expect(maps.count == 2)
    for map in maps.values {
      #expect(map.shape == [1, 2, 3, 3])
      #expect(map[0, 0, 0, 0...].elements == [1, 0, 0])
      #expect(map.sum(along: -1).isClose(to: .ones([1, 2, 3]), absoluteTolerance: 1e-6).all())
    }
  }
}
