import Autograd
import Layers
import TensorCore
import Testing

@Suite struct SpatialDropoutTests {
  @Test(arguments: [[40, 25, 3], [40, 25, 2, 3]] as [Shape])
  func dropsWholeChannels(shape: Shape) {
    var context = Context.training(seed: 5)
    let x = randomTensor(shape, seed: 1)
    let y = SpatialDropout<Double>(0.3).forward(Variable(x), in: &context).value
    let values = shape.elementCount / 1000
    let (before, after) = (x.elements, y.elements)
    var dropped = 0
    var divided = 0
    for channel in 0..<1000 {
      let places = channel * values..<(channel + 1) * values
      let isDropped = after[places.lowerBound] == 0
      if isDropped { dropped += 1 }
      if !places.allSatisfy({ isClose(after[$0], isDropped ? 0 : before[$0] / 0.7) }) {
        divided += 1
      }
    }
    #expect(divided == 0, "seed 5: \(divided) channels are neither dropped nor kept as a whole")
    // 1000 draws of probability 0.3 have the standard deviation 14.5; four of them.
    #expect(abs(dropped - 300) <= 58, "seed 5: \(dropped) of 1000 channels dropped")
  }

  @Test func expectedValueStays() {
    var context = Context.training(seed: 6)
    let y = SpatialDropout<Double>(0.5).forward(Variable(.ones([100, 50, 2])), in: &context).value
    // Each of 5000 factors is 0 or 2, with the standard deviation 1; four of 1/√5000.
    #expect(abs(y.mean() - 1) < 0.0566, "seed 6")
  }

  @Test func inferenceChangesNothing() {
    let x = randomTensor([2, 3, 4], seed: 2)
    #expect(SpatialDropout()(x) == x)
    var context = Context.training(seed: 1)
    #expect(SpatialDropout(0).forward(Variable(x), in: &context).value == x)
  }

  @Test func contextDecidesTheMask() {
    let x = Tensor<Double>.ones([4, 50, 2])
    func draw(seed: UInt64) -> Tensor<Double> {
      var context = Context.training(seed: seed)
      return SpatialDropout().forward(Variable(x), in: &context).value
    }
    #expect(draw(seed: 1) == draw(seed: 1))
    #expect(draw(seed: 1) != draw(seed: 2))
    var context = Context.training(seed: 1)
    let first = SpatialDropout().forward(Variable(x), in: &context).value
    #expect(SpatialDropout().forward(Variable(x), in: &context).value != first)
  }

  @Test func gradientPassesWhereTheValueDid() {
    let x = Tensor<Double>.ones([2, 20, 3])
    var mask = x
    let slope = gradient(at: x) {
      var context = Context.training(seed: 3)
      let y = SpatialDropout().forward($0, in: &context)
      mask = y.value
      return y.sum()
    }
    #expect(slope == mask)
  }
}

/// Layers without parameters that change a shape or run a closure.
@Suite struct ReshapeAndLambdaTests {
  @Test func reshapeKeepsTheBatch() {
    let x = Tensor<Float>.range(to: 24).reshaped(to: [2, 12])
    #expect(Reshape([3, 4])(x) == x.reshaped(to: [2, 3, 4]))
    #expect(Reshape([12])(x.reshaped(to: [2, 3, 4])) == x)
    #expect(Reshape([])(Tensor<Float>([[5], [6]])) == [5, 6])
    #expect(Reshape([3, 4])(Tensor<Float>.zeros([0, 12])).shape == [0, 3, 4])
    let slope = gradient(at: x) {
      var context = Context.inference
      return Reshape([2, 6]).forward($0, in: &context).squared().sum()
    }
    #expect(slope == 2 * x)
  }

  @Test func lambdaIsItsFunction() {
    let model = Sequential<Double>(Lambda { $0.squared() }, Lambda { $0.sum(along: 1) + 1 })
    #expect(model([[1, 2], [3, 4]]) == [6, 26])
    #expect(model.parameters.isEmpty)
  }
}
