namespace Baton.Runtime.Instances;

/// <summary>What changes which instances there are or run. A closed family; one is done at a time.</summary>
internal abstract record LifecycleAct
{
    private LifecycleAct()
    {
    }

    /// <summary>What is being done, as the outermost cause of a refusal.</summary>
    public abstract string Doing { get; }

    public sealed record Add(Instance Instance) : LifecycleAct
    {
        public override string Doing => Instance.IsUpload ? "adding binary instance" : "adding instance";
    }

    public sealed record Start(InstanceId Id, InstancePriority? Priority) : LifecycleAct
    {
        public override string Doing => "starting instance";
    }

    public sealed record Stop(InstanceId Id) : LifecycleAct
    {
        public override string Doing => "stopping instance";
    }

    public sealed record Remove(InstanceId Id) : LifecycleAct
    {
        public override string Doing => "removing instance";
    }

    public sealed record Clear : LifecycleAct
    {
        public override string Doing => "clearing instances";
    }
}
