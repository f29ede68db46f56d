import Autograd
import TensorCore

// Second derivatives of models, forward over reverse; what that is stands at Autograd's
// `hessianVectorProduct`.

/// The value of a loss, its gradients with respect to a model's parameters, and the product H·v of its Hessian with
/// a direction.
///
/// The model is one of duals: made by its initializer, and filled from the one that is trained.
///
/// ```swift
/// var twin = Classifier<Dual<Float>>(using: &generator)
/// twin.copyParameters(from: model)
/// let inputs = Tensor<Dual<Float>>(images)              // constants
/// let (loss, gradients, product) = hessianVectorProduct(at: twin, along: direction) { twin in
///   softmaxCrossEntropy(logits: twin.forward(Variable(inputs), in: &context), labels: labels)
/// }
/// ```
///
/// The price is some three to five gradients (Pearlmutter, 1994). The model stays as it is, its buffers included.
///
/// - Parameters:
///   - model: The model of duals, of which the values count.
///   - direction: v, for each parameter a tensor of its shape; a partial one is 0 for all others. Traps when it
///     has other names or shapes.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The loss; traps when it does not give a single number, or depends on no parameter.
public func hessianVectorProduct<Twin: Module, Scalar: TensorScalar>(
  at model: Twin, along direction: Gradients<Scalar>,
  file: StaticString = #fileID, line: UInt = #line,
  of loss: (inout Twin) throws -> Variable<Dual<Scalar>>
) rethrows -> (value: Scalar, gradients: Gradients<Scalar>, product: Gradients<Scalar>)
where Twin.Scalar == Dual<Scalar> {
  var moving = model
  moving.move(along: direction, file: file, line: line)
  let (value, gradients) = try valueWithGradients(at: &moving, file: file, line: line, of: loss)
  return (value.value, gradients.mapTensors { $0.values() }, gradients.mapTensors { $0.tangents() })
}

/// The penalty of a critic's slopes, and its gradients with respect to the critic's parameters: the mean over the
/// samples xᵢ of (‖∇D(xᵢ)‖₂ − c)², which holds the critic D near the slope c (Gulrajani et al., 2017, *Improved
/// Training of Wasserstein GANs*).
///
/// ```swift
/// let (penalty, slopes) = gradientPenalty(of: critic, by: twin, at: mixed, in: context)
/// optimizer.update(&critic, along: gradients + slopes * 10)
/// ```
///
/// That is a gradient of gradients: first ∇D(xᵢ) is found with ordinary numbers, then the critic of duals runs
/// once with its inputs moving along vᵢ = ∂penalty/∂(∇D(xᵢ)), and the derivative of its gradients along v is the
/// answer. So it costs one gradient and one Hessian–vector product.
///
/// Where a slope is 0, its norm has no derivative, and that sample sends none. Layers that mix samples, as batch
/// normalization does in training, make ∇D(xᵢ) mean something else: such a critic should normalize layers or
/// nothing. Both passes draw the same random numbers. The models stay as they are.
///
/// - Parameters:
///   - critic: D, which gives one number for each sample, shape [B] or [B, 1].
///   - twin: A model of the same structure, of duals. Its parameters are not looked at; traps when they have other
///     names or shapes than the critic's.
///   - inputs: x, shape [B, ...] with at least one sample.
///   - norm: c, the wanted slope; 1 unless given.
///   - context: What the passes need to know; inference unless given.
///   - file: The caller's file.
///   - line: The caller's line.
public func gradientPenalty<Critic: Layer, Twin: Layer, Scalar: TensorScalar>(
  of critic: Critic, by twin: Twin, at inputs: Tensor<Scalar>, norm: Double = 1,
  in context: Context = .inference, file: StaticString = #fileID, line: UInt = #line
) -> (value: Scalar, gradients: Gradients<Scalar>)
where Critic.Scalar == Scalar, Twin.Scalar == Dual<Scalar> {
  require(
    inputs.rank >= 1 && inputs.elementCount > 0,
    "gradientPenalty: expected inputs of shape [B, ...] with at least one number, found "
      + "\(inputs.shape)", file: file, line: line)
  let count = inputs.shape[0]
  var (critic, moving) = (critic, twin)
  moving.copyParameters(from: critic, file: file, line: line)

  var first = context
  let slopes = gradient(at: inputs, file: file, line: line) { inputs in
    let scores = critic.forward(inputs, in: &first)
    require(
      scores.value.elementCount == count,
      "gradientPenalty: expected a number for each of \(count) samples, found shape \(scores.shape)",
      file: file, line: line)
    return scores.sum()
  }.reshaped(to: [count, inputs.elementCount / count])
  let norms = slopes.squared().sum(along: 1, keepingDimensions: true).sqrt()
  let excess = norms - Scalar(norm)
  let factors = excess.zip(with: norms) { excess, norm in
    norm > 0 ? 2 * excess / (norm * Scalar(Double(count))) : 0
  }
  let direction = (slopes * factors).reshaped(to: inputs.shape)

  var second = context
  let (_, gradients) = valueWithGradients(at: &moving, file: file, line: line) { twin in
    twin.forward(Variable(Tensor(inputs, tangent: direction)), in: &second).sum()
  }
  return (excess.squared().mean(), gradients.mapTensors { $0.tangents() })
}

/// The loss of each sample, shape [B], and its gradients: for each parameter a tensor with a first axis for the
/// samples, [B, ...].
///
/// ```swift
/// let (losses, gradients) = perSampleGradients(at: &model, count: images.shape[0]) { model, i in
///   softmaxCrossEntropy(
///     logits: model.forward(Variable(images[i..<i + 1]), in: &context), labels: labels[i..<i + 1])
/// }
/// ```
///
/// Their mean along the first axis is the gradient of the mean loss; clipped one by one, they make training
/// private (Abadi et al., 2016, *Deep Learning with Differential Privacy*). The loss runs once for each sample, forward
/// and back, at B times the price of one, and all of them are in memory at once.
///
/// - Parameters:
///   - model: The model; its parameters are constants again afterward.
///   - count: B, at least 1; traps when no memory holds so many gradients.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The loss of the sample with an index from 0 ..< B; traps when it does not give a single number, or depends
///     on no parameter.
public func perSampleGradients<M: Module>(
  at model: inout M, count: Int, file: StaticString = #fileID, line: UInt = #line,
  of loss: (_ model: inout M, _ sample: Int) throws -> Variable<M.Scalar>
) rethrows -> (values: Tensor<M.Scalar>, gradients: Gradients<M.Scalar>) {
  require(
    count >= 1, "perSampleGradients: expected at least 1 sample, found \(count)", file: file,
    line: line)
  requireMemory(
    for: productOrMax(count, max(model.parameterCount, 1)), of: M.Scalar.self,
    as: "perSampleGradients: the gradients of \(count) samples", file: file, line: line)
  var values: [M.Scalar] = []
  var samples: [Gradients<M.Scalar>] = []
  for sample in 0..<count {
    let (value, gradients) = try valueWithGradients(at: &model, file: file, line: line) {
      try loss(&$0, sample)
    }
    values.append(value)
    samples.append(gradients)
  }
  let names = samples[0].names
  return (
    Tensor(values),
    Gradients(
      names: names, tensors: names.indices.map { i in .stack(samples.map { $0.tensors[i] }) })
  )
}

extension Gradients {
  /// Each tensor as another one, perhaps of another scalar type.
  fileprivate func mapTensors<Other: TensorScalar>(
    _ transform: (Tensor<Scalar>) -> Tensor<Other>
  ) -> Gradients<Other> {
    Gradients<Other>(names: names, tensors: tensors.map(transform), isPartial: isPartial)
  }
}

extension Module {
  /// Gives the parameters tangents, those of a direction.
  fileprivate mutating func move<Base: TensorScalar>(
    along direction: Gradients<Base>, file: StaticString, line: UInt
  ) where Scalar == Dual<Base> {
    var tangents: [ParameterName: Tensor<Base>] = [:]
    for (name, tensor) in zip(direction.names, direction.tensors) { tangents[name] = tensor }
    visitParameters { name, parameter in
      guard !name.isBuffer else { return }
      let tangent = tangents.removeValue(forKey: name)
      require(
        tangent?.shape == parameter.shape || tangent == nil && direction.isPartial,
        "hessianVectorProduct: \(name) has the shape \(parameter.shape), but the direction has "
          + (tangent.map { "\($0.shape)" } ?? "nothing of that name"),
        file: file, line: line)
      let value: Tensor<Base> = parameter.value.values()
      parameter = Variable(Tensor(value, tangent: tangent ?? .zeros(value.shape)))
    }
    require(
      tangents.isEmpty,
      "hessianVectorProduct: the model does not have \(list(tangents.keys.sorted { $0.path < $1.path })), "
        + "which the direction has",
      file: file, line: line)
  }
}
