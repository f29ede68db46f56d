import Autograd
import Gradus
import Testing

extension Fixture {
  /// Gives a layer the fixture's parameters, sends the fixture's input forward and its upstream
  /// gradient back, and records an issue for each tensor that differs from PyTorch's.
  func compare(_ layer: any Layer<Double>) throws {
    try compareOpened(layer)
  }

  private func compareOpened<L: Layer<Double>>(_ layer: L) throws {
    var layer = layer
    let tape = Tape<Double>()
    // Embeddings have no input of numbers.
    let input = tensors["input"]
    var tracked = ["input"]
    let x = tape.track(input ?? .zeros([]))
    var buffers: [String] = []
    var missing: [String] = []
    layer.visitParameters { name, parameter in
      guard let stored = tensors[name.path], stored.shape == parameter.shape else {
        missing.append("\(name.path) of shape \(parameter.shape)")
        return
      }
      if name.isBuffer {
        buffers.append(name.path)
        parameter = Variable(stored)
      } else {
        tracked.append(name.path)
        parameter = tape.track(stored)
      }
    }
    try #require(missing.isEmpty, "\(self): not in the fixture: \(missing)")

    var context = Context.inference
    if configuration["mode"] != "inference" { context = .training(seed: 1) }
    let output = layer.forward(x, in: &context)
    var results = ["output": output.value]
    let upstream = try tensor("upstream")
    guard output.shape == upstream.shape else {
      Issue.record("\(self): output has shape \(output.shape), PyTorch's \(upstream.shape)")
      return
    }
    let gradients = tape.gradients(
      of: output, upstream: upstream, tracked: tracked.count, file: #fileID, line: #line)
    for (name, gradient) in zip(tracked, gradients) where name != "input" || input != nil {
      results[name + ".gradient"] = try gradient ?? .zeros(tensor(name).shape)
    }
    layer.visitParameters { name, parameter in
      if name.isBuffer { results[name.path + ".after"] = parameter.value }
    }
    compare(results)
  }

  /// Records an issue for each tensor that differs from PyTorch's, or that only one side has.
  private func compare(_ results: [String: Tensor<Double>]) {
    let expected = tensors.filter {
      $0.key == "output" || $0.key.hasSuffix(".gradient") || $0.key.hasSuffix(".after")
    }
    for name in Set(expected.keys).union(results.keys).sorted() {
      guard let ours = results[name], let theirs = expected[name] else {
        Issue.record("\(self): only \(results[name] == nil ? "PyTorch" : "Gradus") has \(name)")
        continue
      }
      if let difference = difference(ours, fromPyTorchs: theirs) {
        Issue.record("\(self): \(name) \(difference)")
      }
    }
  }
}
