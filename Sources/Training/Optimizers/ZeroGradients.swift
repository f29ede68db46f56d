import Foundation
import Layers
import TensorCore

/// Says on standard error that all gradients are zero; an optimizer asks at its first step.
///
/// A note and not a trap, because it may be right: a reward that is still to come, units that are all silent
/// for the first batch, a margin that is already kept.
func noteIfZero<Scalar>(_ gradients: Gradients<Scalar>, _ optimizer: String) {
  guard !gradients.names.isEmpty,
    gradients.parts.values.allSatisfy({ $0.elements.allSatisfy { $0 == 0 } })
  else { return }
  let note =
    "Note: \(optimizer): at the first step the gradients of all \(gradients.names.count) parameters are "
    + "zero. Hint: is the loss the same whatever the model says, as a softmax over a single class is, or "
    + "are all units silent, as ReLUs without a positive input are?\n"
  try? FileHandle.standardError.write(contentsOf: Data(note.utf8))
}
