namespace Baton.Runtime.Instances;

/// <summary>How an instance shares the processor with others, for one start.</summary>
public enum InstancePriority
{
    /// <summary>Nice value -10.</summary>
    High,

    /// <summary>Nice value 0.</summary>
    Normal,

    /// <summary>Nice value 10.</summary>
    Low,
}
