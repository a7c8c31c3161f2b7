using System.Net;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Links;

/// <summary>Where messages of a link go.</summary>
public abstract record LinkTarget
{
    /// <summary>To an instance of this daemon.</summary>
    /// <param name="Id">Which.</param>
    public sealed record Local(InstanceId Id) : LinkTarget
    {
        /// <inheritdoc/>
        public override string ToString() => Id.ToString();
    }

    /// <summary>As datagrams to an orchestrator elsewhere.</summary>
    /// <param name="Address">Its address and port.</param>
    public sealed record Remote(IPEndPoint Address) : LinkTarget
    {
        /// <inheritdoc/>
        public override string ToString() => Address.ToString();
    }
}
