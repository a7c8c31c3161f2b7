using System.Text.Json;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Routing;

/// <summary>
/// Reads lines and datagrams as strictly as existing orchestrators: one key, no field twice or missing or of another type; unknown fields are passed over. What it
/// has read stands in its properties until the next. It allocates nothing, but for what is refused.
/// </summary>
/// <param name="longest">Most bytes of a line.</param>
internal sealed class IpcReader(int longest)
{
    private readonly byte[] _typeName = new byte[longest + 1];
    private readonly byte[] _value = new byte[longest + 1];
    private readonly byte[] _line = new byte[longest + 64];
    private int _typeLength, _valueLength, _lineLength;

    /// <summary>The message as a line of the usual form, or the measurement, compact; without line end.</summary>
    public ReadOnlySpan<byte> Json => _line.AsSpan(0, _lineLength);

    /// <summary>Which instance is to be started or stopped.</summary>
    public InstanceId Which { get; private set; }

    /// <summary>How it shares the processor; null: nothing was said.</summary>
    public InstancePriority? Priority { get; private set; }

    /// <summary>Reads a line of an instance.</summary>
    /// <param name="line">Without its end; at most as long as allowed.</param>
    public IpcKind ReadLine(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return IpcKind.Invalid;
            var kind = Kind(ref reader);
            if (kind == IpcKind.Invalid || !reader.Read() || reader.TokenType != JsonTokenType.EndObject) return IpcKind.Invalid;
            return reader.Read() ? IpcKind.Invalid : kind;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or half of a character that needs two.
            return IpcKind.Invalid;
        }
    }

    /// <summary>Reads a datagram of another orchestrator: a message without what is around it in a line; false: it is rubbish.</summary>
    public bool ReadDatagram(ReadOnlySpan<byte> datagram)
    {
        var reader = new Utf8JsonReader(datagram);
        try
        {
            return reader.Read() && Storable(ref reader) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // As above.
            return false;
        }
    }

    private IpcKind Kind(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("Storable"u8)) return reader.Read() && Storable(ref reader) ? IpcKind.Storable : IpcKind.Invalid;
        if (reader.ValueTextEquals("Telemetry"u8)) return reader.Read() && Telemetry(ref reader) ? IpcKind.Telemetry : IpcKind.Invalid;
        if (reader.ValueTextEquals("ControlRequest"u8)) return ControlRequest(ref reader);
        if (!reader.ValueTextEquals("ControlResponse"u8)) return IpcKind.Invalid;
        reader.Read();
        reader.Skip();
        return IpcKind.ControlResponse;
    }

    private bool Storable(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        (_typeLength, _valueLength) = (-1, -1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type_name"u8) ? !Text(ref reader, _typeName, ref _typeLength) : reader.ValueTextEquals("value"u8) ? !Text(ref reader, _value, ref _valueLength) : !Passed(ref reader))
                return false;
        }

        if (_typeLength < 0 || _valueLength < 0 || reader.TokenType != JsonTokenType.EndObject) return false;
        _lineLength = StorableLine.Write(_typeName.AsSpan(0, _typeLength), _value.AsSpan(0, _valueLength), _line);
        return _lineLength >= 0;
    }

    private bool Telemetry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        _lineLength = 0;
        var compact = new CompactJson(_line);
        var depth = reader.CurrentDepth;
        do compact.Add(ref reader);
        while (!(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth) && reader.Read());
        _lineLength = compact.Length;
        return _lineLength >= 0;
    }

    private IpcKind ControlRequest(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return IpcKind.Invalid;
        var kind = reader.ValueTextEquals("StartRuntime"u8) ? IpcKind.StartRuntime : reader.ValueTextEquals("StopRuntime"u8) ? IpcKind.StopRuntime : IpcKind.Invalid;
        if (kind == IpcKind.Invalid || !reader.Read() || !Fields(ref reader, kind)) return IpcKind.Invalid;
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? kind : IpcKind.Invalid;
    }

    private bool Fields(ref Utf8JsonReader reader, IpcKind kind)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        bool hasId = false, hasPriority = false;
        Priority = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                if (hasId || !reader.Read() || reader.TokenType != JsonTokenType.String || !InstanceId.TryParse(reader.GetString(), out var which)) return false;
                (hasId, Which) = (true, which);
            }
            else if (kind == IpcKind.StartRuntime && reader.ValueTextEquals("priority"u8))
            {
                if (hasPriority || !reader.Read() || !ReadPriority(ref reader)) return false;
                hasPriority = true;
            }
            else if (!Passed(ref reader)) return false;
        }

        return hasId && reader.TokenType == JsonTokenType.EndObject;
    }

    private bool ReadPriority(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return true;
        if (reader.TokenType != JsonTokenType.String) return false;
        Priority = reader.ValueTextEquals("high"u8) ? InstancePriority.High : reader.ValueTextEquals("normal"u8) ? InstancePriority.Normal : reader.ValueTextEquals("low"u8) ? InstancePriority.Low : null;
        return Priority is not null;
    }

    private static bool Text(ref Utf8JsonReader reader, byte[] to, ref int length)
    {
        // Its second time it is a mistake.
        if (length >= 0 || !reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        length = reader.CopyString(to);
        return true;
    }

    private static bool Passed(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return true;
    }
}
