import Autograd
import Layers
import TensorCore
import Testing

/// Second derivatives of models, and models in another kind of number.
@Suite struct ModelSecondOrderTests {
  @Test(
    "H·v of a network is the difference of gradients", arguments: Backend.allCases,
    ["tanh", "sigmoid", "gelu", "gelu tanh", "silu", "softplus"])
  func productOfANetwork(_ backend: Backend, _ activation: String) {
    func make<S: TensorScalar>(_: S.Type) -> Sequential<S> {
      var generator = RandomGenerator(seed: 1)
      return Sequential<S>(
        Linear(5, 7, using: &generator), LayerNorm([7]), self.activation(activation),
        Linear(7, 3, using: &generator))
    }
    var generator = RandomGenerator(seed: 2)
    let x = Tensor<Double>.normal([4, 5], using: &generator)
    withBackend(backend) {
      expectProduct(make(Double.self), make(Dual<Double>.self), seed: 3) { model in
        var context = Context.inference
        return softmaxCrossEntropy(
          logits: model.forward(Variable(x), in: &context), labels: [0, 2, 1, 1])
      } ofDuals: { model in
        var context = Context.inference
        return softmaxCrossEntropy(
          logits: model.forward(Variable(Tensor(x)), in: &context), labels: [0, 2, 1, 1])
      }
    }
  }

  @Test("H·v of a small GPT is the difference of gradients", arguments: Backend.allCases)
  func productOfAGPT(_ backend: Backend) {
    func make<S: TensorScalar>(_: S.Type) -> GPT<S> {
      var generator = RandomGenerator(seed: 1)
      return GPT(vocabulary: 9, context: 6, width: 8, heads: 2, layers: 2, using: &generator)
    }
    let tokens: Tensor<Int> = [[1, 5, 2, 8, 0], [3, 3, 7, 6, 4]]
    let next: Tensor<Int> = [[5, 2, 8, 0, 1], [3, 7, 6, 4, 3]]
    withBackend(backend) {
      expectProduct(make(Double.self), make(Dual<Double>.self), seed: 4) { model in
        var context = Context.inference
        return softmaxCrossEntropy(logits: model.forward(tokens, in: &context), labels: next)
      } ofDuals: { model in
        var context = Context.inference
        return softmaxCrossEntropy(logits: model.forward(tokens, in: &context), labels: next)
      }
    }
  }

  /// Compares H·v with central differences (∇f(θ + h·v) − ∇f(θ − h·v)) / 2h.
  private func expectProduct<M: Module, T: Module>(
    _ model: M, _ twin: T, seed: UInt64, _ loss: (inout M) -> Variable<Double>,
    ofDuals: (inout T) -> Variable<Dual<Double>>
  ) where M.Scalar == Double, T.Scalar == Dual<Double> {
    var (model, twin, generator) = (model, twin, RandomGenerator(seed: seed))
    twin.copyParameters(from: model)
    let (value, gradients) = valueWithGradients(at: &model, of: loss)
    let direction = gradients.map { _, gradient in .normal(gradient.shape, using: &generator) }
    let found = hessianVectorProduct(at: twin, along: direction, of: ofDuals)
    func slope(_ h: Double) -> Gradients<Double> {
      var (up, down) = (model, model)
      up.add(direction, scale: h)
      down.add(direction, scale: -h)
      return
        (valueWithGradients(at: &up, of: loss).gradients
        - valueWithGradients(at: &down, of: loss).gradients) * (0.5 / h)
    }
    // Richardson's extrapolation: what is left of the error grows with h⁴.
    let expected = slope(1e-5) * (4.0 / 3) - slope(2e-5) * (1.0 / 3)
    #expect((found.value - value).magnitude < 1e-14)
    for i in gradients.tensors.indices {
      #expect(difference(found.gradients.tensors[i], gradients.tensors[i]) < 1e-13)
      // Rounding, some ε/h, and h⁴ of the sixth derivatives.
      #expect(
        difference(found.product.tensors[i], expected.tensors[i])
          < 1e-8 * expected.globalNorm, "\(gradients.names[i])")
    }
  }

  @Test(
    "the gradient of a gradient penalty is the difference of penalties",
    arguments: Backend.allCases, [0.0, 1.0])
  func penalty(_ backend: Backend, _ norm: Double) {
    let (critic, twin) = (critic(Double.self), critic(Dual<Double>.self))
    var generator = RandomGenerator(seed: 8)
    let x = Tensor<Double>.normal([6, 2, 2], using: &generator)
    withBackend(backend) {
      let (value, gradients) = gradientPenalty(of: critic, by: twin, at: x, norm: norm)
      let slopes = gradient(at: x) { x in
        var (critic, context) = (critic, Context.inference)
        return critic.forward(x, in: &context).sum()
      }.reshaped(to: [6, 4])
      let norms = slopes.squared().sum(along: 1).sqrt()
      #expect((value - (norms - norm).squared().mean()).magnitude < 1e-15)
      let direction = gradients.map { _, gradient in .normal(gradient.shape, using: &generator) }
      let h = 1e-5
      func moved(_ h: Double) -> Double {
        var critic = critic
        critic.add(direction, scale: h)
        return gradientPenalty(of: critic, by: twin, at: x, norm: norm).value
      }
      let expected = (moved(h) - moved(-h)) / (2 * h)
      #expect((gradients.dot(direction) - expected).magnitude < 1e-8 * max(1, expected.magnitude))
      // A bias of the last layer moves no slope.
      #expect(gradients["3.bias"] == [0])
    }
  }

  @Test("a flat critic has a penalty, and gradients that are no NaN")
  func flatCritic() {
    var flat = critic(Double.self)
    flat.visitParameters { _, parameter in parameter = Variable(.zeros(parameter.shape)) }
    let (value, gradients) = gradientPenalty(
      of: flat, by: critic(Dual<Double>.self), at: Tensor<Double>.ones([3, 4]))
    #expect(value == 1)
    #expect(gradients.tensors.allSatisfy { $0 == .zeros($0.shape) })
  }

  private func critic<S: TensorScalar>(_: S.Type) -> Sequential<S> {
    var generator = RandomGenerator(seed: 1)
    return Sequential<S>(
      Flatten(), Linear(4, 8, using: &generator), Tanh(), Linear(8, 1, using: &generator))
  }

  private func activation<S: TensorScalar>(_ name: String) -> any Layer<S> {
    switch name {
    case "tanh": Tanh<S>()
    case "sigmoid": Sigmoid<S>()
    case "gelu": GELU<S>()
    case "gelu tanh": GELU<S>(.tanh)
    case "silu": SiLU<S>()
    default: Softplus<S>()
    }
  }

  @Test("the mean of the gradients per sample is the gradient of the mean")
  func perSample() {
    var model = critic(Double.self)
    var generator = RandomGenerator(seed: 9)
    let x = Tensor<Double>.normal([5, 4], using: &generator)
    var context = Context.inference
    let (values, gradients) = perSampleGradients(at: &model, count: 5) { model, i in
      model.forward(Variable(x[i..<i + 1]), in: &context).squared().sum()
    }
    let (value, ofTheMean) = valueWithGradients(at: &model) { model in
      model.forward(Variable(x), in: &context).squared().mean()
    }
    #expect(values.shape == [5] && (values.mean() - value).magnitude < 1e-15)
    #expect(gradients.names == ofTheMean.names)
    for (each, mean) in zip(gradients.tensors, ofTheMean.tensors) {
      #expect(each.shape.dimensions == [5] + mean.shape.dimensions)
      #expect(difference(each.mean(along: 0), mean) < 1e-15)
    }
  }

  @Test("a model in another kind of number has the same parameters and buffers")
  func copies() {
    func make<S: TensorScalar>(_: S.Type, seed: UInt64) -> Sequential<S> {
      var generator = RandomGenerator(seed: seed)
      return Sequential<S>(Linear(3, 4, using: &generator), BatchNorm(4))
    }
    var model = make(Float.self, seed: 1)
    var context = Context.training(seed: 1)
    _ = model.forward(Variable([[1, 2, 3], [0, -1, 5]]), in: &context)
    var (exact, twin, back) = (
      make(Double.self, seed: 2), make(Dual<Float>.self, seed: 3), make(Float.self, seed: 4)
    )
    exact.copyParameters(from: model)
    twin.copyParameters(from: model)
    back.copyParameters(from: twin)
    for (i, (name, value)) in model.state.enumerated() {
      #expect(exact.state[i].name == name && exact.state[i].value == Tensor(value))
      #expect(twin.state[i].value.values() == value)
      #expect(twin.state[i].value.tangents() == .zeros(value.shape))
      #expect(back.state[i].value == value)
    }
    #expect(model.state.contains { $0.name.isBuffer && $0.value != .zeros($0.value.shape) })
    // Of the same type nothing is lost, not even a tangent.
    twin.visitParameters { _, parameter in parameter.value += Dual(0, tangent: 1) }
    var again = make(Dual<Float>.self, seed: 5)
    again.copyParameters(from: twin)
    #expect(again.state[0].value.tangents() == .ones([4, 3]))
  }

  @Test func modelsThatDoNotFit() async {
    let other = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Double>(2, 3, using: &generator)
      model.copyParameters(from: Linear<Float>(2, 4, using: &generator))
    }
    expect(
      "copyParameters: weight of Linear<Double> has the shape [3, 2], but Linear<Float> has [4, 2]",
      in: other)
    let less = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Double>(2, 3, using: &generator)
      model.copyParameters(from: Linear<Float>(2, 3, hasBias: false, using: &generator))
    }
    expect(
      "copyParameters: bias of Linear<Double> has the shape [3], but Linear<Float> has nothing of that name",
      in: less)
    let more = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Double>(2, 3, hasBias: false, using: &generator)
      model.copyParameters(from: Linear<Float>(2, 3, using: &generator))
    }
    expect("copyParameters: Linear<Float> has bias, but Linear<Double> does not", in: more)
    let direction = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = RandomGenerator(seed: 1)
      let model = Linear<Dual<Double>>(2, 3, using: &generator)
      let direction = Gradients<Double>(names: ["weight"], tensors: [.ones([3, 2])])
      _ = hessianVectorProduct(at: model, along: direction) { $0.weight.sum() }
    }
    expect(
      "hessianVectorProduct: bias has the shape [3], but the direction has nothing of that name",
      in: direction)
    let countless = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Double>(2, 3, using: &generator)
      _ = perSampleGradients(at: &model, count: .max) { model, _ in model.weight.sum() }
    }
    expect(
      "perSampleGradients: the gradients of 9223372036854775807 samples: no memory holds",
      in: countless)
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      var model = Linear<Double>(2, 3, using: &generator)
      _ = perSampleGradients(at: &model, count: 0) { model, _ in model.weight.sum() }
    }
    expect("perSampleGradients: expected at least 1 sample, found 0", in: none)
    let scores = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      let critic = Linear<Double>(2, 3, using: &generator)
      let twin = Linear<Dual<Double>>(2, 3, using: &generator)
      _ = gradientPenalty(of: critic, by: twin, at: .ones([4, 2]))
    }
    expect(
      "gradientPenalty: expected a number for each of 4 samples, found shape [4, 3]", in: scores)
  }
}
