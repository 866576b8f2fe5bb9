"""What our BPMN means: reading diagrams, the expression language, decisions, timers and the texts of mails and letters.

A map, to be read from the bottom up:

    the files of a process     folder, each file remembered by its bytes (remembering)
    a diagram as we run it     bpmn reads it into elements, with extensions, eventdefinitions, interchange and naming
    a diagram as it is written document, for the rules of the standard; schema, for those of its XML
    what elements say together compensation, data, ends, foureyes, starts
    contents of elements       feel (expressions), dmn (decisions), timers, mails
    shared by all              elements, reaching, saying, xml, untrusted, qnames, flags
"""
