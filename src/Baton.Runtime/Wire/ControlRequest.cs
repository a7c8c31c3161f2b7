using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Wire;

/// <summary>What a client of the control socket asks for. A closed family.</summary>
public abstract record ControlRequest
{
    private ControlRequest()
    {
    }

    /// <summary>Which version this is.</summary>
    public sealed record Version : ControlRequest;

    /// <summary>Which version of Baton this is: another server does not know the question.</summary>
    public sealed record OwnVersion : ControlRequest;

    /// <summary>Makes an instance known.</summary>
    /// <param name="Id">Its number, chosen by the client.</param>
    /// <param name="Path">The program; not looked at before a start.</param>
    /// <param name="IsPrivileged">It may start and stop others; false where it is not said.</param>
    public sealed record Add(InstanceId Id, string Path, bool IsPrivileged) : ControlRequest;

    /// <summary>Makes an instance known whose program follows as bytes.</summary>
    /// <param name="Id">Its number, chosen by the client.</param>
    /// <param name="Length">How many bytes; 0 or more.</param>
    /// <param name="Hash">Their SHA-256, 32 bytes.</param>
    /// <param name="IsPrivileged">It may start and stop others; false where it is not said.</param>
    public sealed record AddWithBinary(InstanceId Id, long Length, ReadOnlyMemory<byte> Hash, bool IsPrivileged) : ControlRequest;

    /// <summary>Starts an instance.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="Priority">For this start; null leaves it as it is inherited.</param>
    public sealed record Start(InstanceId Id, InstancePriority? Priority) : ControlRequest;

    /// <summary>Stops an instance.</summary>
    /// <param name="Id">Which.</param>
    public sealed record Stop(InstanceId Id) : ControlRequest;

    /// <summary>Forgets an instance that does not run.</summary>
    /// <param name="Id">Which.</param>
    public sealed record Remove(InstanceId Id) : ControlRequest;

    /// <summary>Adds a link.</summary>
    /// <param name="TypeName">Type of the messages; any text.</param>
    /// <param name="To">Where they go.</param>
    /// <param name="From">Only those of this sender; null, and always from clients that do not know it: whoever sends them.</param>
    public sealed record Link(string TypeName, LinkTarget To, InstanceId? From) : ControlRequest;

    /// <summary>Removes a link, the newest where there are several equal ones.</summary>
    /// <param name="TypeName">As it was added.</param>
    /// <param name="To">As it was added.</param>
    /// <param name="From">As it was added.</param>
    public sealed record Unlink(string TypeName, LinkTarget To, InstanceId? From) : ControlRequest;

    /// <summary>What instances and links there are.</summary>
    public sealed record Info : ControlRequest;

    /// <summary>Stops and forgets all instances, and all links.</summary>
    public sealed record Clear : ControlRequest;

    /// <summary>Follows the output of an instance until it is removed. Only older clients ask for it.</summary>
    /// <param name="Id">Which.</param>
    public sealed record Stdout(InstanceId Id) : ControlRequest;
}
