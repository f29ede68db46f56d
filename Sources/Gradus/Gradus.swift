// `import Gradus` brings all of the framework.

@_exported import DataLoading
@_exported import TensorCore
