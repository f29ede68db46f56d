import Layers
import TensorCore

/// How many buffers stay alive after the gradients of a function have been calculated several times.
///
/// 0 if nothing leaks. A leak is usually a cycle: a pullback that has captured a variable, and with it
/// the tape that holds the pullback. Capture values instead.
///
/// All tensors of the process are counted, so nothing else may use tensors meanwhile: call it in a
/// process of its own, such as an exit test, where tests run side by side. That is why
/// `checkGradients` leaves it out.
public func leakedBufferCount(of function: some DifferentiableFunction, seed: UInt64 = 1) -> Int {
  leakedBufferCount(of: CheckedFunction(function: function), seed: seed)
}

/// How many buffers stay alive after the gradients of a layer have been calculated several times, in
/// training; see the function of the same name for functions.
public func leakedBufferCount(of layer: some LayerProof, seed: UInt64 = 1) -> Int {
  leakedBufferCount(of: LayerAsModule(proof: layer), seed: seed)
}

/// How many buffers stay alive after the gradients of a module have been calculated several times, in
/// training; see the function of the same name for functions.
public func leakedBufferCount(of module: some ModuleProof, seed: UInt64 = 1) -> Int {
  leakedBufferCount(
    of: CheckedModule(proof: module, context: .training(seed: seed), seed: seed), seed: seed)
}

private func leakedBufferCount(of sampled: some SampledComputation, seed: UInt64) -> Int {
  func differentiate() {
    var generator = RandomGenerator(seed: seed)
    let computation = HeldComputation(sampled, at: sampled.sample(using: &generator))
    let arguments = computation.arguments.map(\.value)
    let output = computation.output(at: arguments)
    _ = computation.reversePass(at: arguments, upstream: .ones(output.shape))
    // A pass that is given up half way must not leak either.
    computation.recordWithoutBackward(at: arguments)
  }
  // What is made once and kept, such as a static table, is made now.
  differentiate()
  let before = TensorMemory.liveBufferCount
  for _ in 0..<5 { differentiate() }
  return TensorMemory.liveBufferCount - before
}
