"""What our BPMN means: reading diagrams, the expression language, decisions, timers and the texts of mails and letters.

A map, to be read upwards:

    the files of a process     folder, each file remembered by its bytes (remembering)
    a diagram as we run it     bpmn reads it into elements, with extensions, eventdefinitions, interchange and naming
    a diagram as it is written document, for the rules of the standard; schema, for that of its XML
    what elements say together compensation, data, ends, foureyes, starts
    what stands in them        feel (expressions), dmn (decisions), timers, mails
    what all stand on          elements, reaching, saying, xml, untrusted, qnames, flags
"""
