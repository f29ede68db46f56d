import Autograd
import Layers
import TensorCore
import Testing

/// A part of each kind: a module, an optional one, an array, an array of layers, and parameters of its own.
private struct Parts: Module {
  var encoder: Linear<Double>
  var project: Linear<Double>?
  var heads: [Linear<Double>]
  var blocks: [any Layer<Double>]
  var scale: Variable<Double>? = Variable([1])
  var seen = Variable<Double>([0])

  init(hasProjection: Bool, using generator: inout RandomGenerator) {
    encoder = Linear(2, 2, using: &generator)
    project = hasProjection ? Linear(2, 2, hasBias: false, using: &generator) : nil
    heads = (0..<2).map { _ in Linear(2, 1, hasBias: false, using: &generator) }
    blocks = [ReLU(), Residual(Sequential(Tanh(), Linear(2, 2, using: &generator)))]
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    encoder.visitParameters(as: "encoder", visit)
    project.visitParameters(as: "project", visit)
    heads.visitParameters(as: "heads", visit)
    blocks.visitParameters(as: "blocks", visit)
    visit("scale", &scale)
    visit(.buffer("seen"), &seen)
  }
}

/// A part whose layer names the place where it stands.
private struct Named: ParameterlessLayer {
  typealias Scalar = Double

  func forward(_ input: Variable<Double>, in context: inout Context) -> Variable<Double> {
    let place = context.naming("Named")
    context[Places.self].append(place)
    return input
  }
}

private enum Places: ContextKey {
  static var defaultValue: [String] { [] }
}

@Suite struct ParameterVisitTests {
  @Test("parts, optional parts and arrays of parts have their names in front")
  func names() {
    var generator = RandomGenerator(seed: 1)
    var model = Parts(hasProjection: true, using: &generator)
    #expect(
      model.state.map(\.name.path) == [
        "encoder.weight", "encoder.bias", "project.weight", "heads.0.weight", "heads.1.weight",
        "blocks.1.body.1.weight", "blocks.1.body.1.bias", "scale", "seen",
      ])
    #expect(model.state.last?.name == .buffer("seen"))
    model.project = nil
    model.scale = nil
    #expect(model.state.count == 7)
    #expect(model.state.allSatisfy { !$0.name.isInside("project") })
  }

  @Test("what a visit writes stays, in every kind of part")
  func writing() {
    var generator = RandomGenerator(seed: 1)
    var model = Parts(hasProjection: true, using: &generator)
    var count = 0.0
    model.visitParameters { _, parameter in
      count += 1
      parameter = Variable(Tensor(repeating: count, shape: parameter.shape))
    }
    #expect(model.state.map { $0.value.elements[0] } == (1...9).map(Double.init))
  }

  @Test("a visit by a closure, with a name in front, gives the same names")
  func byAClosure() {
    var generator = RandomGenerator(seed: 1)
    var layer = Sequential<Double>(Linear(2, 2, using: &generator), Linear(2, 1, using: &generator))
    var names: [ParameterName] = []
    layer.visitParameters { name, _ in names.append("body" / name) }
    #expect(
      names == ["body.0.weight", "body.0.bias", "body.1.weight", "body.1.bias"])
  }

  @Test("isInside knows where a part's name ends")
  func inside() {
    let name: ParameterName = "head.layers.0.weight"
    #expect(name.isInside("head") && name.isInside("head.layers"))
    #expect(
      !name.isInside("he") && !name.isInside("layers") && !name.isInside("head.layers.0.weight"))
  }

  @Test("a part that is run under its name says where it stands")
  func running() {
    var context = Context.inference
    var model = Sequential<Double>(Tanh(), Residual(Sequential(Named())))
    _ = model.forward(Variable([1]), as: "encoder", in: &context)
    #expect(context[Places.self] == ["Named at encoder.1.body.0"])
    #expect(context.path == [])
  }

  /// When names were put together from the inside to the outside, once more for each layer around, this took
  /// 10 s: 4000 names of up to 14,000 characters, each copied up to 2000 times.
  @Test("a model of 2000 residuals inside of each other is differentiated in no time")
  func deeplyNested() {
    let depth = 2000
    var model: any Layer<Double> = Linear(weight: [[1]], bias: [0])
    for _ in 0..<depth {
      model = Residual(Sequential(model, Linear(weight: [[0.5]], bias: [0])))
    }
    func differentiate<L: Layer<Double>>(_ model: L) -> Gradients<Double> {
      var (model, context) = (model, Context.inference)
      return valueWithGradients(at: &model) { model in
        model.forward(Variable([[0]]), in: &context).sum()
      }.gradients
    }
    let gradients = differentiate(model)
    #expect(gradients.names.count == 2 * (depth + 1))
    #expect(gradients.names.first?.path.count == depth * "body.0.".count + "weight".count)
    #expect(gradients.names.last == "body.1.bias")
    #expect(gradients.tensors.last == [1])
  }
}
