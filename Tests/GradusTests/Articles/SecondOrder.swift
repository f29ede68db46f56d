import Gradus
import Testing

// The code of the article "Second derivatives".

@Suite("The article on second derivatives") struct SecondOrderArticleTests {
  @Test("the third power has the second derivative 6·x") func product() {
    let (x, v): (Tensor<Double>, Tensor<Double>) = ([1, 2], [1, -1])
    // In the article
    let (value, gradients, product) = hessianVectorProduct(at: [x], along: [v]) { x in
      (x[0].squared() * x[0]).sum()
    }
    // Until here
    #expect(value == 9 && gradients == [[3, 12]] && product == [[6, -12]])
  }

  @Test("the curvature of a model along a direction") func model() {
    var generator = RandomGenerator(seed: 1)
    var context = Context.inference
    var model = Linear<Double>(3, 2, using: &generator)
    let x: Tensor<Double> = [[1, 2, 3], [0, -1, 1]]
    let labels: Tensor<Int> = [1, 0]
    let direction = Gradients<Double>(
      names: ["weight", "bias"], tensors: [.ones([2, 3]), [0, 1]])
    // In the article, too
    var twin = Linear<Dual<Double>>(3, 2, using: &generator)
    twin.copyParameters(from: model)
    // Until here
    // And this
    let inputs = Tensor<Dual<Double>>(x)
    let curvature = hessianVectorProduct(at: twin, along: direction) { twin in
      softmaxCrossEntropy(logits: twin.forward(Variable(inputs), in: &context), labels: labels)
    }
    // Until here
    func slope(_ h: Double) -> Gradients<Double> {
      var moved = model
      moved.add(direction, scale: h)
      return valueWithGradients(at: &moved) { model in
        softmaxCrossEntropy(logits: model.forward(Variable(x), in: &context), labels: labels)
      }.gradients
    }
    let difference = (slope(1e-5) - slope(-1e-5)) * 0.5e5 - curvature.product
    #expect(difference.globalNorm < 1e-9)
    let (loss, _) = valueWithGradients(at: &model) { model in
      softmaxCrossEntropy(logits: model.forward(Variable(x), in: &context), labels: labels)
    }
    #expect(loss == curvature.value)
  }

  @Test("a linear critic's slope is its weight") func penalty() {
    let critic = Linear<Double>(weight: [[3, 4]], bias: [0])
    let criticOfDuals = Linear<Dual<Double>>(weight: [[0, 0]], bias: [0])
    let mixed: Tensor<Double> = [[1, 2], [5, -1]]
    let ofTheLoss = Gradients<Double>(names: ["weight", "bias"], tensors: [[[1, 0]], [0]])
    // In the article, too
    let (penalty, slopes) = gradientPenalty(of: critic, by: criticOfDuals, at: mixed)
    let all = ofTheLoss + slopes * 10
    // Until here
    // (5 − 1)², and 2·(5 − 1)·w/5.
    #expect(penalty == 16)
    #expect((all["weight"]! - [[49, 64]]).abs().max() < 1e-13)
    #expect(all["bias"] == [0])
  }
}
