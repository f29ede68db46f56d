import DataLoading
import Layers

/// A model may take padded sequences as they are.
extension PaddedSequences: ModelInput {}
