import Autograd
import Gradus
import Testing

extension Fixture {
  /// Records an issue for each tensor of a layer that differs from PyTorch's.
  func compare(_ layer: any Layer<Double>) throws {
    for difference in try differences(of: layer) { Issue.record("\(self): \(difference)") }
  }

  /// What differs when a layer with the fixture's parameters sends the fixture's input forward and its
  /// upstream gradient back: outputs, gradients, and buffers afterward.
  func differences<L: Layer<Double>>(of layer: L) throws -> [String] {
    var layer = layer
    let tape = Tape<Double>()
    // An embedding has tokens in place of an input of numbers.
    let input = tape.track(tensors["input"] ?? .zeros([]))
    var tracked = ["input"]
    var misfits: [String] = []
    layer.visitParameters { name, parameter in
      guard let stored = tensors[name.path], stored.shape == parameter.shape else {
        misfits.append("\(name) has shape \(parameter.shape), PyTorch has none of that")
        return
      }
      if name.isBuffer {
        parameter = Variable(stored)
      } else {
        parameter = tape.track(stored)
        tracked.append(name.path)
      }
    }
    guard misfits.isEmpty else { return misfits }

    var context =
      configuration["mode"] == "inference" ? Context.inference : .training(seed: 1)
    let output = layer.forward(input, in: &context)
    let upstream = try tensor("upstream")
    guard output.shape == upstream.shape else {
      return ["output has shape \(output.shape), PyTorch's \(upstream.shape)"]
    }
    let gradients = tape.gradients(
      of: output, upstream: upstream, tracked: tracked.count, file: #fileID, line: #line)
    var results = ["output": output.value]
    for (name, gradient) in zip(tracked, gradients.tensors) where tensors[name] != nil {
      results[name + ".gradient"] = gradient
    }
    layer.visitParameters { name, parameter in
      if name.isBuffer { results[name.path + ".after"] = parameter.value }
    }
    return differences(of: results)
  }

  /// By how much PyTorch's gradient may be wrong: it takes the derivatives of tanh and σ from their value
  /// y, as 1 − y² and y·(1 − y), which are off by as much as an ulp of 1, and 0 where y has become 1.
  private var errorOfPyTorchsGradient: Double {
    guard subject == "Tanh" || subject == "Sigmoid" else { return 0 }
    return .ulpOfOne * (tensors["upstream"]?.abs().max() ?? 0)
  }

  /// What differs among named results, or is there on one side only.
  private func differences(of results: [String: Tensor<Double>]) -> [String] {
    let expected = tensors.filter {
      $0.key == "output" || $0.key.hasSuffix(".gradient") || $0.key.hasSuffix(".after")
    }
    return Set(expected.keys).union(results.keys).sorted().compactMap { name in
      guard let ours = results[name], let theirs = expected[name] else {
        return "only \(results[name] == nil ? "PyTorch" : "Gradus") has \(name)"
      }
      let error = name == "input.gradient" ? errorOfPyTorchsGradient : 0
      return difference(ours, fromPyTorchs: theirs, off: error).map { "\(name) \($0)" }
    }
  }
}
