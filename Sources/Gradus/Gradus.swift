// `import Gradus` brings all of the framework.

@_exported import Autograd
@_exported import DataLoading
@_exported import Files
@_exported import Layers
@_exported import Serialization
@_exported import TensorCore
@_exported import Training
